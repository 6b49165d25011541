"""Seats that differ from the earlier plan."""

from __future__ import annotations

from solver.problem import Assignment, Weights


def cost(weights: Weights, earlier: Assignment, person: int | None, start: int) -> int:
    """Cost of this person (`None`: nobody) on the seat from `start`, in hundredths of a second."""
    if person != earlier.person:
        return 6000 * weights.changed_seat
    return weights.moved_start * abs(start - earlier.start)
