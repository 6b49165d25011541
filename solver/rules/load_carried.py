"""Nobody hands over more than they carry; a refill makes the load whole again."""

from __future__ import annotations

from solver.problem import Problem, Ref


def load_of(problem: Problem, ref: Ref) -> int:
    """Load units that the person on this seat carries: seat 0 of a task carries all of it."""
    return problem.tasks[ref.item].load if ref.kind == "task" and ref.seat == 0 else 0


def starts_full(problem: Problem, start_place: int) -> bool:
    """Whether a duty that starts here starts with a full load; any other starts empty."""
    return refills_at(problem, start_place)


def refills_at(problem: Problem, place: int) -> bool:
    """Whether a stop at this place fills the load up."""
    return problem.reload is not None and place in problem.reload.places


def left_after(left: int, load: int) -> int | None:
    """Load left when `load` units are handed over; `None` when there are not so many."""
    return left - load if load <= left else None


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:  # noqa: ARG001
    """Whether the person can carry the task's load at all."""
    return load_of(problem, ref) <= problem.persons[person].capacity
