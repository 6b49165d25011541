"""A spreadsheet becomes checked rows: sheet, row, column, code and a sentence for whatever cannot be taken."""
