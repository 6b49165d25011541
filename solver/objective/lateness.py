"""Starts after the soft end of a time window."""

from __future__ import annotations

from solver.problem import Task, Weights


def seconds(task: Task, start: int) -> int:
    """Lateness of a start of seat 0, measured by the window that admits it with the least."""
    late = [
        max(0, start - window.latest)
        for window in task.windows
        if window.earliest <= start <= max(window.latest, window.late_until or 0)
    ]
    return min(late, default=0)


def cost(weights: Weights, late: int) -> int:
    """Cost of `late` seconds, in hundredths of a second."""
    return weights.lateness * late
