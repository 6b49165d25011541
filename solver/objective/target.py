"""Served time far from what suits the person in a week."""

from __future__ import annotations

from solver.problem import Person, Weights


def amount(target: int, served: int, above: int, far_above: int, below: int) -> int:
    """Cost of `served` seconds beside a target of so many (0: none) at these rates, in hundredths of a second.

    A quarter over the target and half of it are rounded down to whole seconds.
    """
    if target <= 0:
        return 0
    cost = above * max(0, served - target) + far_above * max(0, served - target * 5 // 4)
    return cost + below * max(0, target // 2 - served)


def cost(weights: Weights, person: Person, served: int) -> int:
    """Cost of `served` seconds in one week, in hundredths of a second; nothing for a person without a target."""
    rates = weights.above_target, weights.far_above_target, weights.below_target
    return amount(person.target_week, served, *rates)
