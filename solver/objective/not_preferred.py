"""Tasks served without any of the persons they prefer, or by others than these."""

from __future__ import annotations

from collections.abc import Collection

from solver.problem import Task, Weights


def cost(weights: Weights, task: Task, crew: Collection[int]) -> int:
    """Cost of this crew, in hundredths of a second."""
    if not task.preferred:
        return 0
    others = sum(person not in task.preferred for person in crew)
    cases = others if task.preferred_each else int(others == len(crew))
    return 6000 * weights.not_preferred * cases
