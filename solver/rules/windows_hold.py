"""Service starts inside a time window and has ended by the deadline; a shift starts at its own moment."""

from __future__ import annotations

from typing import NamedTuple

from solver.problem import DAY, Problem, Ref, Window


class Slot(NamedTuple):
    """Earliest and latest start of service on one day; a start after `due` counts as late."""

    earliest: int
    latest: int
    due: int


def last_start(window: Window) -> int:
    """The latest start that a window admits, late or not."""
    return window.latest if window.late_until is None else max(window.latest, window.late_until)


def slots_on(problem: Problem, ref: Ref, day: int) -> tuple[Slot, ...]:
    """When service at this seat may start on that day, by windows and deadline alone.

    The task's windows bound seat 0; another seat's slots are shifted by its gap. A seat with windows of its own starts
    in one of these besides, and is late by them.
    """
    if ref.kind == "shift":
        start = problem.shifts[ref.item].start
        return (Slot(start, start, start),) if start // DAY == day else ()
    task = problem.tasks[ref.item]
    last = (day + 1) * DAY - 1
    if task.deadline is not None:
        last = min(last, task.deadline - problem.duration_of(ref))
    found = (_met(slot, day * DAY, last) for slot in _slots(problem, ref))
    return tuple(sorted({slot for slot in found if slot.earliest <= slot.latest}))


def _slots(problem: Problem, ref: Ref) -> list[Slot]:
    task = problem.tasks[ref.item]
    soonest, longest = task.seats[ref.seat].gap if ref.seat else (0, 0)
    shifted = [
        Slot(window.earliest + soonest, last_start(window) + longest, window.latest + longest)
        for window in task.windows
    ]
    own = task.seats[ref.seat].windows
    if not own:
        return shifted
    return [
        _met(Slot(w.earliest, last_start(w), w.latest), slot.earliest, slot.latest) for slot in shifted for w in own
    ]


def _met(slot: Slot, first: int, last: int) -> Slot:
    return Slot(max(first, slot.earliest), min(last, slot.latest), slot.due)
