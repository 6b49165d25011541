"""Keeping the office's records by hand: make, correct, remove, list and show, the same for every kind of record."""
