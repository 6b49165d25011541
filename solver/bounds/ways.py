"""Who can take which seat on which day if it is all they do that day; ways, order and everything else left out.

A *unit* is served as a whole: a task with its crew, or one seat of a shift. `pd = person × days + day`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from solver.bounds.reach import Reach
from solver.problem import Problem, Ref, ShiftSeat
from solver.rules import (
    available_that_day,
    exempt_from_turn,
    gender_fits,
    load_carried,
    not_refused,
    past_frozen,
    pins_hold,
    role_fits,
    series_gap,
    skills_suffice,
    windows_hold,
)

PERSON_RULES = (role_fits, not_refused, gender_fits, exempt_from_turn, load_carried)
NEVER = 1 << 30

Times = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int32]


class Starts(NamedTuple):
    """The duties in which one seat can stand, as `pd`, and its earliest and latest start in each; shape (duties,)."""

    duties: Numbers
    earliest: Times
    latest: Times


@dataclass(frozen=True, slots=True)
class Unit:
    """What is served whole. `amount`: what it counts at its level when it is not."""

    number: int
    refs: tuple[Ref, ...]
    mandatory: bool
    amount: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class _DaySpans:
    """All spans of one day, one row each: person, span, start and end of that person's day, places, mode."""

    person: npt.NDArray[np.intp]
    start: Times
    end: Times
    opening: Times
    closing: Times
    ways: list[tuple[int, int, int]]


class Ways:
    """The units, and for each seat the duties in which it could stand alone."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.reach = problem, Reach(problem)
        self.pins = pins_hold.pins(problem)
        self.units = units_of(problem, frozenset(self.pins))
        self._spans = [self._spans_of(day) for day in range(problem.days)]
        self._masks: dict[object, npt.NDArray[np.bool_]] = {}
        self._legs: dict[tuple[int, int, int], tuple[Times, Times]] = {}
        self._closed = self._closed_days()

    def starts(self, ref: Ref) -> Starts:
        """The duties in which this seat could stand alone, with its earliest and latest start in each."""
        problem, pin, parts = self.problem, self.pins.get(ref), list[Starts]()
        mask, duration = self._able(ref), problem.duration_of(ref)
        limit = self._skill_limits(ref, duration)
        for day, spans in enumerate(self._spans):
            slots = windows_hold.slots_on(problem, ref, day) if (ref.kind, ref.item, day) not in self._closed else ()
            if not slots or not len(spans.person):
                continue
            out, back = self._to_and_fro(ref, day)
            low = np.maximum(spans.start, spans.opening + out)
            high = np.minimum(np.minimum(spans.end, spans.closing - back) - duration, limit[spans.person])
            able = mask[spans.person]
            if pin is not None:
                able = able & (spans.person == pin.person) & pins_hold.leaves(pin, pin.person, day)
            for slot in slots:
                first, last = max(slot.earliest, past_frozen.first_start(problem)), slot.latest
                if pin is not None and pin.start is not None:
                    first = last = pin.start
                earliest, latest = np.maximum(low, first), np.minimum(high, last)
                rows = np.flatnonzero((earliest <= latest) & able)
                duties = (spans.person[rows] * problem.days + day).astype(np.int32)
                parts.append(Starts(duties, earliest[rows].astype(np.int32), latest[rows].astype(np.int32)))
        return _merged(parts)

    def _able(self, ref: Ref) -> npt.NDArray[np.bool_]:
        """Whom the rules on persons alone let take this seat; shape (persons,)."""
        problem, seat = self.problem, self.problem.seat(ref)
        barred = frozenset(bar.person for bar in problem.bars if (bar.kind, bar.item) == ref[:2])
        key: tuple[object, ...] = (ref.kind, seat.roles, seat.skills, barred)
        if ref.kind == "task":
            task = problem.tasks[ref.item]
            load = load_carried.load_of(problem, ref)
            key += (task.refused, task.required, task.gender if task.gender_required else None, load)
        else:
            key += (problem.shifts[ref.item].refused, problem.shifts[ref.item].turn)
        if key not in self._masks:
            self._masks[key] = np.array(
                [
                    skills_suffice.held(problem, person, ref)
                    and all(rule.allows(problem, person, ref, 0) for rule in PERSON_RULES)
                    for person in range(len(problem.persons))
                ],
                bool,
            )
        return self._masks[key]

    def _skill_limits(self, ref: Ref, duration: int) -> Times:
        limits = np.full(len(self.problem.persons), NEVER, np.int32)
        skills = self.problem.seat(ref).skills
        for person, who in enumerate(self.problem.persons):
            if who.skill_ends and not skills.isdisjoint(who.skill_ends):
                limit = skills_suffice.valid_until(self.problem, person, ref)
                limits[person] = NEVER if limit is None else limit - duration
        return limits

    def _to_and_fro(self, ref: Ref, day: int) -> tuple[Times, Times]:
        place, end_place = self.problem.places_of(ref)
        key = (place, end_place, day)
        if key not in self._legs:
            ways = self._spans[day].ways
            self._legs[key] = (
                np.array([self.reach.out(mode, start)[place] for mode, start, _ in ways], np.int32),
                np.array([self.reach.back(mode, end)[end_place] for mode, _, end in ways], np.int32),
            )
        return self._legs[key]

    def _spans_of(self, day: int) -> _DaySpans:
        rows, ways = [], []
        for number, person in enumerate(self.problem.persons):
            entry = available_that_day.on_day(self.problem, number, day)
            for span in () if entry is None else entry.spans:
                assert entry is not None
                rows.append((number, span.start, span.end, entry.spans[0].start, entry.spans[-1].end))
                ways.append((person.mode, entry.start_place, entry.end_place))
        table = np.array(rows, np.int32).reshape(-1, 5)
        return _DaySpans(table[:, 0].astype(np.intp), table[:, 1], table[:, 2], table[:, 3], table[:, 4], ways)

    def _closed_days(self) -> frozenset[tuple[str, int, int]]:
        """Tasks and days that the service before the horizon closes to their series."""
        return frozenset(
            ("task", item, day)
            for series in self.problem.series
            for day in range(self.problem.days)
            if not series_gap.allows(series, (), day)
            for item in series.tasks
        )


def _merged(parts: list[Starts]) -> Starts:
    """One row a duty, from its earliest start to its latest."""
    empty = np.zeros(0, np.int32)
    duties = np.concatenate([part.duties for part in parts] or [empty])
    numbers, row = np.unique(duties, return_inverse=True)
    earliest, latest = np.full(len(numbers), NEVER, np.int32), np.full(len(numbers), -NEVER, np.int32)
    np.minimum.at(earliest, row, np.concatenate([part.earliest for part in parts] or [empty]))
    np.maximum.at(latest, row, np.concatenate([part.latest for part in parts] or [empty]))
    return Starts(numbers, earliest, latest)


def units_of(problem: Problem, decided: frozenset[Ref]) -> list[Unit]:
    """The units: tasks by number, then the seats of shifts; `decided`: seats that pins or the past have filled."""
    units: list[Unit] = []
    for item, task in enumerate(problem.tasks):
        refs = tuple(Ref("task", item, seat) for seat in range(len(task.seats)))
        priced = 0 if task.left_cost is not None else task.weight
        amount = len(refs) if task.mandatory else priced
        units.append(Unit(len(units), refs, task.mandatory, amount, not decided.isdisjoint(refs)))
    for item, shift in enumerate(problem.shifts):
        for number, seat in enumerate(shift.seats):
            ref = Ref("shift", item, number)
            units.append(Unit(len(units), (ref,), seat.required, _weight(seat), ref in decided))
    return units


def _weight(seat: ShiftSeat) -> int:
    if seat.required:
        return 1
    return seat.weight if seat.left_cost is None else 0
