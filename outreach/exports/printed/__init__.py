"""Paper as PDF: the duty sheet and the week sheet, typeset from plain data in a process of its own."""
