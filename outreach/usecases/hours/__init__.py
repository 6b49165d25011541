"""Service hours: what a volunteer's time in the visit log comes to, who signs it off, and what leaves the office."""
