"""The HTML pages. They call use cases and put the answers into words; nothing is decided here."""
