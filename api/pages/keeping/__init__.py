"""The office's data: lists, forms made from `outreach.forms`, what was changed, accounts and the office's settings."""
