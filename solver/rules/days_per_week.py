"""A person has at most so many days with a duty in one week."""

from __future__ import annotations

from solver.problem import Person


def holds(days: int, most: int) -> bool:
    """Whether so many days are no more than `most`."""
    return days <= most


def allows(person: Person, days: int) -> bool:
    """Whether the person may have `days` days with a duty in one week."""
    return holds(days, person.max_days)
