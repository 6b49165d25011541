"""Worked time over the norm of the day and of the week."""

from __future__ import annotations

from solver.problem import Person, Weights


def seconds(worked: int, norm: int) -> int:
    """Worked seconds over the norm."""
    return max(0, worked - norm)


def of_day(weights: Weights, person: Person, worked: int) -> int:
    """Cost of one duty of `worked` seconds, in hundredths of a second."""
    return weights.overtime * seconds(worked, person.norm_day)


def of_week(weights: Weights, person: Person, worked: int) -> int:
    """Cost of one week of `worked` seconds, in hundredths of a second."""
    return weights.overtime * seconds(worked, person.norm_week)
