"""Worked time below what a month should have."""

from __future__ import annotations

from solver.problem import Person, Weights


def seconds(worked: int, least: int) -> int:
    """Worked seconds that are missing."""
    return max(0, least - worked)


def cost(weights: Weights, person: Person, month: str, worked: int) -> int:
    """Cost of `worked` seconds of the horizon in that month, in hundredths of a second; what was before counts too."""
    return weights.shortfall * seconds(worked, person.least_month - person.month_before.get(month, 0))
