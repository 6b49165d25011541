"""The search's closed room: everything that finds plans. Nothing outside `solve.py` and `explain.py` looks in."""
