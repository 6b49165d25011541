"""Worked time in one week has a limit."""

from __future__ import annotations

from solver.problem import Person


def allows(person: Person, worked: int) -> bool:
    """Whether the person may work `worked` seconds in one week."""
    return person.max_week is None or worked <= person.max_week
