"""Dates as the office writes and reads them, weeks, and the days on which Taiwan is closed."""
