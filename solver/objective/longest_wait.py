"""The longest single wait before a stop."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Weights


def cost(weights: Weights, waits: Iterable[int]) -> int:
    """Cost of these waits, one for each stop, in hundredths of a second."""
    return weights.longest_wait * max(waits, default=0)
