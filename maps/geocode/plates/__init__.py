"""A city's door plates: taken in from its file, kept in one of ours, and asked where an address is."""
