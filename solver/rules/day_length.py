"""One duty's worked time has a limit."""

from __future__ import annotations

from solver.problem import Person


def holds(worked: int, most: int) -> bool:
    """Whether `worked` seconds are no more than `most`."""
    return worked <= most


def allows(person: Person, worked: int) -> bool:
    """Whether the person may work `worked` seconds in one duty."""
    return holds(worked, person.max_day)
