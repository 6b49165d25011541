"""A task is served by its whole crew, different persons, each starting as its gap to seat 0 says."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from solver.problem import Task


def different(persons: Collection[int]) -> bool:
    """Whether no person is named twice."""
    return len(set(persons)) == len(persons)


def starts_for(task: Task, seat: int, start: int) -> tuple[int, int]:
    """Earliest and latest start of this seat when seat 0 starts at `start`."""
    soonest, longest = task.seats[seat].gap if seat else (0, 0)
    return start + soonest, start + longest


def allows(task: Task, persons: Sequence[int], starts: Sequence[int]) -> bool:
    """Whether these persons, at these starts, one for each seat, make the crew."""
    if len(persons) != len(task.seats) or not different(persons):
        return False
    bounds = (starts_for(task, seat, starts[0]) for seat in range(len(starts)))
    return all(first <= start <= last for start, (first, last) in zip(starts, bounds, strict=True))
