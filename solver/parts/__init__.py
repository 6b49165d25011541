"""A large week in parts: split by area and people, solved apart, and joined again.

    divided = parts(problem, 4)
    plans = [solve(part.problem, budget) for part in divided]      # on several machines, if you like
    plan = join(problem, divided, plans, budget)

`solve_in_parts` does all of it in worker processes of one machine.
"""

from solver.parts.joining import join, union
from solver.parts.part import Part
from solver.parts.processes import solve_in_parts
from solver.parts.splitting import parts

__all__ = ["Part", "join", "parts", "solve_in_parts", "union"]
