"""The engine: compiled kernels that make and improve plans. Nothing outside `solve.py` looks in."""
