"""Served time far from what suits the person in a week."""

from __future__ import annotations

from solver.problem import Person, Weights


def cost(weights: Weights, person: Person, served: int) -> int:
    """Cost of `served` seconds in one week, in hundredths of a second; nothing for a person without a target.

    A quarter over the target and half of it are rounded down to whole seconds.
    """
    target = person.target_week
    if target <= 0:
        return 0
    return (
        weights.above_target * max(0, served - target)
        + weights.far_above_target * max(0, served - target * 5 // 4)
        + weights.below_target * max(0, target // 2 - served)
    )
