"""Starts after the soft end of a time window."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Task, Weights, Window


def windows_of(task: Task, seat: int) -> tuple[Window, ...]:
    """The windows by which the lateness of a seat is measured: its own, or for seat 0 the task's; empty: never late."""
    return task.seats[seat].windows or (() if seat else task.windows)


def seconds(windows: Iterable[Window], start: int) -> int:
    """Lateness of a start, measured by the window that admits it with the least."""
    late = [
        max(0, start - window.latest)
        for window in windows
        if window.earliest <= start <= max(window.latest, window.late_until or 0)
    ]
    return min(late, default=0)


def cost(weights: Weights, late: int) -> int:
    """Cost of `late` seconds, in hundredths of a second."""
    return weights.lateness * late
