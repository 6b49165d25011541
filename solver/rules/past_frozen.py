"""The past stays as it was: its seats are kept to the second, and nothing else starts in it."""

from __future__ import annotations

from solver.problem import DAY, Assignment, Problem, Ref
from solver.rules import windows_hold


def kept(problem: Problem) -> dict[Ref, Assignment]:
    """Seats of the earlier plan that started in the past."""
    return {seat.ref: seat for seat in problem.baseline if seat.start < problem.frozen_until}


def first_start(problem: Problem) -> int:
    """The moment before which nothing new starts."""
    return problem.frozen_until


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:
    """Whether the past leaves this seat to this person on this day."""
    past = kept(problem).get(ref) if problem.frozen_until else None
    if past:
        return past.person == person and past.start // DAY == day
    return any(slot.latest >= first_start(problem) for slot in windows_hold.slots_on(problem, ref, day))
