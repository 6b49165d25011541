"""Cases: what is to be followed up, until it is closed."""
