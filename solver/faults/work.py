"""Faults of the work itself: tasks with their windows and seats, shifts."""

from __future__ import annotations

from collections.abc import Iterator

from solver.faults.shape import outside, place_count, repeated
from solver.problem import DAY, Fault, Problem, Ref, Shift, ShiftSeat, Task, Window


def faults_of_tasks(problem: Problem) -> Iterator[Fault]:
    """Ids, places, kits, persons and figures of tasks."""
    for name in repeated(task.id for task in problem.tasks):
        yield Fault("id_twice", f"task {name}", "named more than once")
    places = place_count(problem)
    for task in problem.tasks:
        where = f"task {task.id}"
        if outside(task.place, places) or (task.end_place is not None and outside(task.end_place, places)):
            yield Fault("place_unknown", where, "place or end place")
        yield from _kits(problem, where, task.kits)
        for person in sorted(task.preferred | task.unwanted | task.required | task.refused):
            if outside(person, len(problem.persons)):
                yield Fault("person_unknown", where, f"person {person}")
        for name in ("duration", "weight", "load", "left_cost"):
            if (getattr(task, name) or 0) < 0:
                yield Fault("negative", where, f"{name} is {getattr(task, name)}")


def faults_of_windows(problem: Problem) -> Iterator[Fault]:
    """At least one window per task, in order and inside the horizon; a deadline after one of them begins."""
    for task in problem.tasks:
        where = f"task {task.id}"
        if not task.windows:
            yield Fault("windows_missing", where, "no window")
        elif task.deadline is not None and task.deadline < min(window.earliest for window in task.windows):
            yield Fault("deadline", where, "the deadline lies before the earliest start")
        yield from _windows(where, task.windows, problem.horizon)
        for number, seat in enumerate(task.seats):
            yield from _windows(_seat(task, number), seat.windows, problem.horizon)


def _windows(where: str, windows: tuple[Window, ...], horizon: int) -> Iterator[Fault]:
    """Windows that end before they begin (a soft end may lie before the beginning) or leave the horizon."""
    for window in windows:
        last = window.latest if window.late_until is None else window.late_until
        if last < max(window.earliest, window.latest):
            yield Fault("window", where, f"[{window.earliest}, {window.latest}, {last}] is not in order")
        elif window.earliest < 0 or last > horizon:
            yield Fault("window_outside", where, f"[{window.earliest}, {last}] leaves the horizon")


def faults_of_seats(problem: Problem) -> Iterator[Fault]:
    """At least one seat per task, each with a duration and a gap that can be."""
    for index, task in enumerate(problem.tasks):
        if not task.seats:
            yield Fault("seats_missing", f"task {task.id}", "no seat")
        for number, seat in enumerate(task.seats):
            ref = Ref("task", index, number)
            if seat.duration is not None and seat.duration < 0:
                yield Fault("negative", _seat(task, number), f"duration is {seat.duration}", refs=(ref,))
            if not 0 <= seat.gap[0] <= seat.gap[1]:
                yield Fault("gap", _seat(task, number), f"a gap of {seat.gap[0]} to {seat.gap[1]}", refs=(ref,))


def _seat(task: Task, number: int) -> str:
    return f"task {task.id} seat {number}"


def faults_of_shifts(problem: Problem) -> Iterator[Fault]:
    """Ids, places, spans, turn kinds, persons and seats of shifts."""
    for name in repeated(shift.id for shift in problem.shifts):
        yield Fault("id_twice", f"shift {name}", "named more than once")
    for shift in problem.shifts:
        where = f"shift {shift.id}"
        if outside(shift.place, place_count(problem)):
            yield Fault("place_unknown", where, "place")
        if not _within_one_day(shift, problem.horizon):
            yield Fault("shift_span", where, f"[{shift.start}, {shift.end}) is empty, crosses midnight or is outside")
        if not shift.seats:
            yield Fault("seats_missing", where, "no seat")
        if any(_below_zero(seat) for seat in shift.seats) or any(mix.at_least < 0 for mix in shift.mix):
            yield Fault("negative", where, "a weight or a cost of a seat, or a number in the role mix")
        if shift.turn is not None and shift.turn not in problem.turns:
            yield Fault("turn_unknown", where, f"turn kind {shift.turn}")
        yield from _kits(problem, where, shift.kits)
        for person in sorted(shift.refused):
            if outside(person, len(problem.persons)):
                yield Fault("person_unknown", where, f"person {person}")


def _below_zero(seat: ShiftSeat) -> bool:
    return min(seat.weight, seat.left_cost or 0, seat.filled_cost) < 0


def _kits(problem: Problem, where: str, kits: tuple[int, ...]) -> Iterator[Fault]:
    for kit in kits:
        if outside(kit, len(problem.kits)):
            yield Fault("kit_unknown", where, f"kit {kit}")
    if len(set(kits)) != len(kits):
        yield Fault("kit_twice", where, "the same kit twice")


def _within_one_day(shift: Shift, horizon: int) -> bool:
    return 0 <= shift.start < shift.end <= horizon and shift.start // DAY == (shift.end - 1) // DAY
