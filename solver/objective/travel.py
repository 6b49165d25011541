"""Time on the way."""

from __future__ import annotations

from solver.problem import Weights


def cost(weights: Weights, seconds: int) -> int:
    """Cost of `seconds` of legs, in hundredths of a second."""
    return weights.travel * seconds
