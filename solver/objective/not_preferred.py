"""Tasks served without any of the persons they prefer."""

from __future__ import annotations

from collections.abc import Collection

from solver.problem import Task, Weights


def cost(weights: Weights, task: Task, crew: Collection[int]) -> int:
    """Cost of this crew, in hundredths of a second."""
    return 6000 * weights.not_preferred if task.preferred and not task.preferred.intersection(crew) else 0
