"""Trying a hand change before it is kept."""
