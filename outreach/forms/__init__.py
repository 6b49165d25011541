"""What somebody may hand in, one concept a file: strict models that JSON and HTML forms share.

Each file has what a new record needs (`…Form`) and what is shown of a kept one (`…Shown`); what may be changed of it
(`…Patch`) is the form with nothing required. What a single field may hold is said by the fields themselves; `sense`
in each file says what the fields must make together.
"""
