"""Worked time in one month has a limit; what was worked in it before the horizon counts."""

from __future__ import annotations

from solver.problem import Person


def holds(worked: int, left: int) -> bool:
    """Whether `worked` seconds of the horizon are no more than what the past has left; none at all always are."""
    return worked <= max(0, left)


def left_in(person: Person, month: str) -> int | None:
    """What the time before the horizon has left of the limit, in seconds; below zero when it was too much already."""
    return None if person.max_month is None else person.max_month - person.month_before.get(month, 0)


def allows(person: Person, month: str, worked: int) -> bool:
    """Whether the person may work `worked` seconds of the horizon in the month of that label."""
    left = left_in(person, month)
    return left is None or holds(worked, left)
