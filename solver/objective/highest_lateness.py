"""The latest start of all, seen from the soft end of its window."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Weights


def cost(weights: Weights, lates: Iterable[int]) -> int:
    """Cost of seats that start so many seconds late, in hundredths of a second."""
    return weights.highest_lateness * max(lates, default=0)
