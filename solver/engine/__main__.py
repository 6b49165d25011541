"""`python -m solver.engine`: compile the kernels once, so that no first plan has to wait for it."""

from solver.engine.machine import load

load()
