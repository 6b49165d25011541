"""Persons in a crew who would better not be there."""

from __future__ import annotations

from solver.problem import Task, Weights


def cost(weights: Weights, task: Task, person: int) -> int:
    """Cost of this person in the crew, in hundredths of a second."""
    return 6000 * weights.unwanted if person in task.unwanted else 0
