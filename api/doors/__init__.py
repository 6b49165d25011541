"""Who comes in, and what is open to them."""
