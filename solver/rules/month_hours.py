"""Worked time in one month has a limit; what was worked in it before the horizon counts."""

from __future__ import annotations

from solver.problem import Person


def allows(person: Person, month: str, worked: int) -> bool:
    """Whether the person may work `worked` seconds of the horizon in the month of that label."""
    return person.max_month is None or person.month_before.get(month, 0) + worked <= person.max_month
