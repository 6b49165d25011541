"""From an address or 里 to a point, without asking anybody outside."""
