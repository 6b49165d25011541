"""Duties that arrive after the moment at which they are due."""

from __future__ import annotations

from solver.problem import DayAvailability, Weights


def cost(weights: Weights, found: DayAvailability, arrival: int) -> int:
    """Cost of an arrival on that day, in hundredths of a second."""
    return 0 if found.due is None else weights.late_arrival * max(0, arrival - found.due)
