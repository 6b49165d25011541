"""A person who is exempt from a turn kind takes no shift of it."""

from __future__ import annotations

from solver.problem import Problem, Ref


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:  # noqa: ARG001
    """Whether the person may be given the shift's turn."""
    return ref.kind == "task" or problem.shifts[ref.item].turn not in problem.persons[person].exempt
