"""New faces in a series: every person beyond the first who takes seat 0."""

from __future__ import annotations

from collections.abc import Collection

from solver.problem import Weights


def cost(weights: Weights, persons: Collection[int]) -> int:
    """Cost of one series whose served tasks have these persons on seat 0, in hundredths of a second."""
    return 6000 * weights.further_person * max(0, len(set(persons)) - 1)
