"""One duty's worked time has a limit."""

from __future__ import annotations

from solver.problem import Person


def allows(person: Person, worked: int) -> bool:
    """Whether the person may work `worked` seconds in one duty."""
    return worked <= person.max_day
