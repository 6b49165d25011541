"""Taiwanese addresses: read into their parts, and written in one normal form."""
