"""Whoever takes a seat holds all its skills until the service ends."""

from __future__ import annotations

from solver.problem import DAY, Problem, Ref
from solver.rules import windows_hold


def valid_until(problem: Problem, person: int, ref: Ref) -> int | None:
    """Latest end of service at which the person still holds every skill of the seat; `None`: no end in sight."""
    ends = problem.persons[person].skill_ends
    limits = [ends[skill] for skill in problem.seat(ref).skills if skill in ends]
    return min(limits, default=None)


def held(problem: Problem, person: int, ref: Ref) -> bool:
    """Whether the person holds every skill of the seat, for however long."""
    return problem.seat(ref).skills <= problem.persons[person].skills


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:
    """Whether the person holds the seat's skills long enough for a service on that day."""
    if not held(problem, person, ref):
        return False
    limit = valid_until(problem, person, ref)
    if limit is None:
        return True
    start = min((slot.earliest for slot in windows_hold.slots_on(problem, ref, day)), default=day * DAY)
    return start + problem.duration_of(ref) <= limit
