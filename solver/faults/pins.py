"""Faults of human decisions: pins that contradict each other, the past, a bar, or what a person may and can do.

What stays as it was (`frozen_until`) is read like a pin with a start.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from solver.faults.links import seat_exists, seat_name
from solver.faults.reach import earliest_start, unfit
from solver.faults.shape import outside, place_count
from solver.problem import Fault, Pin, Problem, Ref, Span


class Fixed(NamedTuple):
    """One seat with its person: a pin, or the past."""

    pin: Pin
    frozen: bool


def faults_of_pin_indexes(problem: Problem) -> Iterator[Fault]:
    """Pins and bars name seats, work and persons of this problem."""
    for pin in problem.pins:
        if not seat_exists(problem, pin.ref):
            yield Fault("seat_unknown", f"pin {pin.ref.kind} {pin.ref.item} seat {pin.ref.seat}", "no such seat")
        elif outside(pin.person, len(problem.persons)):
            yield Fault("person_unknown", f"pin {seat_name(problem, pin.ref)}", f"person {pin.person}", (pin.ref,))
    for bar in problem.bars:
        items = problem.tasks if bar.kind == "task" else problem.shifts
        if outside(bar.item, len(items)) or outside(bar.person, len(problem.persons)):
            yield Fault("bar_unknown", f"bar {bar.kind} {bar.item}", f"no such work, or no person {bar.person}")


def _fixed(problem: Problem) -> list[Fixed]:
    past = (
        Pin(ref=seat.ref, person=seat.person, start=seat.start)
        for seat in problem.baseline
        if seat.start < problem.frozen_until
    )
    every = [*(Fixed(pin, False) for pin in problem.pins), *(Fixed(pin, True) for pin in past)]
    return [
        fixed
        for fixed in every
        if seat_exists(problem, fixed.pin.ref) and not outside(fixed.pin.person, len(problem.persons))
    ]


def faults_of_fixed_seats(problem: Problem) -> Iterator[Fault]:
    """Each fixed seat for itself: no bar, the person may and can, the start is one that the work admits."""
    bars = {(bar.kind, bar.item, bar.person) for bar in problem.bars}
    every = _fixed(problem)
    past = {fixed.pin.ref for fixed in every if fixed.frozen}
    for pin, frozen in every:
        where = f"{'past' if frozen else 'pin'} {seat_name(problem, pin.ref)} person {problem.persons[pin.person].id}"
        if (pin.ref.kind, pin.ref.item, pin.person) in bars:
            yield Fault("frozen_clash" if frozen else "pin_barred", where, "barred", (pin.ref,), (pin.person,))
        if earliest_start(problem, pin.ref, pin.start) is None:
            yield Fault("pin_start", where, f"no start at {pin.start}", (pin.ref,), (pin.person,))
        elif reasons := unfit(problem, pin.ref, pin.person, pin.start):
            code = "frozen_impossible" if frozen else "pin_impossible"
            yield Fault(code, where, ", ".join(reasons), (pin.ref,), (pin.person,))
        start = _span(problem, pin)
        if not frozen and pin.ref not in past and start is not None and start.start < problem.frozen_until:
            yield Fault("frozen_clash", where, "a new start in the past", (pin.ref,), (pin.person,))


def faults_of_fixed_times(problem: Problem) -> Iterator[Fault]:
    """Fixed seats against each other: one person a seat, one seat at a time, one crew together."""
    every = _fixed(problem)
    by_work: dict[tuple[str, int], list[Fixed]] = defaultdict(list)
    by_person: dict[int, list[Fixed]] = defaultdict(list)
    for fixed in every:
        by_work[fixed.pin.ref[:2]].append(fixed)
        by_person[fixed.pin.person].append(fixed)
    for group in by_work.values():
        for one, other in combinations(group, 2):
            if text := _clash_in_crew(problem, one.pin, other.pin):
                yield _clash(problem, one, other, text)
    for group in by_person.values():
        for one, other in combinations(group, 2):
            if one.pin.ref[:2] != other.pin.ref[:2] and _meet(problem, one.pin, other.pin):
                yield _clash(problem, one, other, "one person at two times that overlap or leave no time to travel")


def _clash(problem: Problem, one: Fixed, other: Fixed, text: str) -> Fault:
    names = (
        f"{seat_name(problem, each.pin.ref)} person {problem.persons[each.pin.person].id}" for each in (one, other)
    )
    return Fault(
        "frozen_clash" if one.frozen or other.frozen else "pins_clash",
        " and ".join(names),
        text,
        (one.pin.ref, other.pin.ref),
        (one.pin.person, other.pin.person),
    )


def _clash_in_crew(problem: Problem, one: Pin, other: Pin) -> str | None:
    if one.ref == other.ref:
        if one.person != other.person:
            return "two persons on one seat"
        differ = None not in (one.start, other.start) and one.start != other.start
        return "one seat at two starts" if differ else None
    if one.person == other.person:
        return "one person on two seats"
    if one.ref.kind == "shift" or one.start is None or other.start is None:
        return None
    lead, late = _leads(problem, one.ref, one.start), _leads(problem, other.ref, other.start)
    return "starts of one crew that do not fit together" if max(lead[0], late[0]) > min(lead[1], late[1]) else None


def _leads(problem: Problem, ref: Ref, start: int) -> tuple[int, int]:
    """Earliest and latest start of seat 0 that lets this seat start at `start`."""
    low, high = problem.tasks[ref.item].seats[ref.seat].gap if ref.seat else (0, 0)
    return start - high, start - low


def _span(problem: Problem, pin: Pin) -> Span | None:
    if pin.ref.kind == "shift":
        shift = problem.shifts[pin.ref.item]
        return Span(shift.start, shift.end)
    return None if pin.start is None else Span(pin.start, pin.start + problem.duration_of(pin.ref))


def _meet(problem: Problem, one: Pin, other: Pin) -> bool:
    """Whether one person cannot take both, for the times are fixed and too close."""
    first, second = _span(problem, one), _span(problem, other)
    if first is None or second is None:
        return False
    if first > second:
        one, other, first, second = other, one, second, first
    room = second.start - first.end
    return room < 0 or (room < _leg(problem, one, other) and not _escort_within(problem, room))


def _leg(problem: Problem, one: Pin, other: Pin) -> int:
    mode = problem.persons[one.person].mode
    start, end = problem.places_of(one.ref)[1], problem.places_of(other.ref)[0]
    known = not outside(mode, len(problem.travel)) and max(start, end) < place_count(problem) and min(start, end) >= 0
    return int(problem.travel[mode][start, end]) if known else 0


def _escort_within(problem: Problem, room: int) -> bool:
    """Whether a task that ends elsewhere fits between, for its service may be faster than the person's own way."""
    return any(
        task.end_place not in (None, task.place) and problem.duration_of(Ref("task", item, seat)) <= room
        for item, task in enumerate(problem.tasks)
        for seat in range(len(task.seats))
    )
