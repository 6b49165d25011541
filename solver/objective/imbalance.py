"""Busy times that lie far from their mean."""

from __future__ import annotations

from collections.abc import Sequence

from solver.problem import Weights


def cost(weights: Weights, busy: Sequence[int]) -> int:
    """Cost of these busy times, one for each person with availability, in hundredths of a second.

    Each distance from the mean is rounded up to a whole number of `imbalance_step` seconds.
    """
    count, total, step = len(busy), sum(busy), weights.imbalance_step
    steps = sum(-(-abs(count * seconds - total) // (count * step)) for seconds in busy)
    return weights.imbalance * step * steps
