"""Service starts inside a time window and has ended by the deadline; a shift starts at its own moment."""

from __future__ import annotations

from typing import NamedTuple

from solver.problem import DAY, Problem, Ref


class Slot(NamedTuple):
    """Earliest and latest start of service on one day; a start after `due` counts as late."""

    earliest: int
    latest: int
    due: int


def slots_on(problem: Problem, ref: Ref, day: int) -> tuple[Slot, ...]:
    """When service at this seat may start on that day, by the task's windows and deadline alone.

    Windows bound seat 0; another seat's slots are shifted by its gap.
    """
    if ref.kind == "shift":
        start = problem.shifts[ref.item].start
        return (Slot(start, start, start),) if start // DAY == day else ()
    task = problem.tasks[ref.item]
    soonest, longest = task.seats[ref.seat].gap if ref.seat else (0, 0)
    first, last = day * DAY, (day + 1) * DAY - 1
    if task.deadline is not None:
        last = min(last, task.deadline - problem.duration_of(ref))
    found = []
    for window in task.windows:
        latest = window.latest if window.late_until is None else max(window.latest, window.late_until)
        slot = Slot(max(first, window.earliest + soonest), min(last, latest + longest), window.latest + longest)
        if slot.earliest <= slot.latest:
            found.append(slot)
    return tuple(sorted(found))
