"""From an instance of a set to a `Problem`, and from the solver's plan back to one of the set: one module a set.

A module either has `to_problem(instance)` and `to_plan(instance, plan)`, or it lists in `NEEDS` what its set asks for
and `Problem` cannot say. Nothing is mapped by halves: a plan for another question would tell nothing.
"""

from benchmarks.onto_problem.refusal import NotMappedError

__all__ = ["NotMappedError"]
