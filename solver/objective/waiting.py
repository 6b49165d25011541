"""Worked time with nothing to do: neither legs, nor service, nor reloads."""

from __future__ import annotations

from solver.problem import Weights


def cost(weights: Weights, seconds: int) -> int:
    """Cost of `seconds` of waiting, in hundredths of a second."""
    return weights.waiting * seconds
