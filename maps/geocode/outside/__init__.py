"""Geocoders outside: asked only where the office wants it, one address at a time, by a way that leads nowhere else."""
