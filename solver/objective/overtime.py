"""Worked time over the norm of the day and of the week."""

from __future__ import annotations

from solver.problem import Person, Weights


def of_day(weights: Weights, person: Person, worked: int) -> int:
    """Cost of one duty of `worked` seconds, in hundredths of a second."""
    return weights.overtime * max(0, worked - person.norm_day)


def of_week(weights: Weights, person: Person, worked: int) -> int:
    """Cost of one week of `worked` seconds, in hundredths of a second."""
    return weights.overtime * max(0, worked - person.norm_week)
