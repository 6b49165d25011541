"""A seat that names roles is taken by somebody of one of them."""

from __future__ import annotations

from solver.problem import Problem, Ref


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:  # noqa: ARG001
    """Whether the person's role is one that the seat accepts."""
    roles = problem.seat(ref).roles
    return not roles or problem.persons[person].role in roles
