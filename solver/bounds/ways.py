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
from solver.qualified import Qualified
from solver.rules import (
    available_that_day,
    past_frozen,
    pins_hold,
    series_gap,
    skills_suffice,
    windows_hold,
)

NEVER = 1 << 30
FEW = 4
"""Persons up to whom it is worth while to look at their ways."""

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


class _Spans(NamedTuple):
    """All spans of availability, day by day, one row each: person, span, the whole day's opening and closing, mode,
    places where the day starts and ends; and where the rows of each day begin.
    """

    person: Numbers
    start: Times
    end: Times
    opening: Times
    closing: Times
    mode: Numbers
    start_place: Numbers
    end_place: Numbers
    of_day: list[slice]


class Ways:
    """The units, and for each seat the duties in which it could stand alone."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.reach = problem, Reach(problem)
        self.pins = pins_hold.pins(problem)
        self.units = units_of(problem, frozenset(self.pins))
        self._spans = _spans_of(problem)
        self._qualified = Qualified(problem)
        self._masks: dict[frozenset[int], npt.NDArray[np.bool_]] = {}
        self._closed = self._closed_days()
        self._modes = [np.flatnonzero(self._spans.mode == mode) for mode in range(len(problem.modes))]

    def starts(self, ref: Ref) -> Starts:
        """The duties in which this seat could stand alone, with its earliest and latest start in each.

        Nobody arrives sooner than by the shortest way through any places. That is looked at only where few persons are
        left whom the straight way lets come.
        """
        all_day = self._starts(ref, None)
        if not len(all_day.duties):
            return all_day
        straight = self._starts(ref, self._legs(ref))
        if len(np.unique(straight.duties // self.problem.days)) > FEW:
            return all_day
        return self._starts(ref, self._shortest_legs(ref))

    def _starts(self, ref: Ref, legs: tuple[Times, Times] | None) -> Starts:
        """`legs`: seconds from where each span's day starts to the seat, and from the seat to where it ends."""
        problem, pin, spans, parts = self.problem, self.pins.get(ref), self._spans, list[Starts]()
        duration = problem.duration_of(ref)
        out, back = legs or (0, 0)
        low = np.maximum(spans.start, spans.opening + out)
        high = np.minimum(spans.end, spans.closing - back) - duration
        if (limit := self._skill_limits(ref, duration)) is not None:
            high = np.minimum(high, limit[spans.person])
        able = self._able(ref)[spans.person]
        if pin is not None:
            able = able & (spans.person == pin.person)
        for day, rows in enumerate(spans.of_day):
            if (ref.kind, ref.item, day) in self._closed or (pin and not pins_hold.leaves(pin, pin.person, day)):
                continue
            for slot in windows_hold.slots_on(problem, ref, day):
                first, last = max(slot.earliest, past_frozen.first_start(problem)), slot.latest
                if pin is not None and pin.start is not None:
                    first = last = pin.start
                earliest, latest = np.maximum(low[rows], first), np.minimum(high[rows], last)
                kept = np.flatnonzero((earliest <= latest) & able[rows])
                duties = (spans.person[rows][kept] * problem.days + day).astype(np.int32)
                parts.append(Starts(duties, earliest[kept].astype(np.int32), latest[kept].astype(np.int32)))
        return _merged(parts)

    def _legs(self, ref: Ref) -> tuple[Times, Times]:
        place, end_place = self.problem.places_of(ref)
        out, back = np.zeros(len(self._spans.person), np.int32), np.zeros(len(self._spans.person), np.int32)
        for matrix, rows in zip(self.problem.travel, self._modes, strict=True):
            out[rows] = matrix[self._spans.start_place[rows], place]
            back[rows] = matrix[end_place, self._spans.end_place[rows]]
        return out, back

    def _shortest_legs(self, ref: Ref) -> tuple[Times, Times]:
        place, end_place = self.problem.places_of(ref)
        out, back = np.zeros(len(self._spans.person), np.int32), np.zeros(len(self._spans.person), np.int32)
        for mode, rows in enumerate(self._modes):
            if len(rows):
                out[rows] = self.reach.to(mode, place)[self._spans.start_place[rows]]
                back[rows] = self.reach.away(mode, end_place)[self._spans.end_place[rows]]
        return out, back

    def _able(self, ref: Ref) -> npt.NDArray[np.bool_]:
        """Whom the rules on persons alone let take this seat; shape (persons,)."""
        persons = self._qualified.of(ref)
        if persons not in self._masks:
            mask = np.zeros(len(self.problem.persons), bool)
            mask[sorted(persons)] = True
            self._masks[persons] = mask
        return self._masks[persons]

    def _skill_limits(self, ref: Ref, duration: int) -> Times | None:
        """Each person's latest start by skills that end; `None` when none of the seat's does."""
        skills = self.problem.seat(ref).skills
        ending = [number for number, who in enumerate(self.problem.persons) if not skills.isdisjoint(who.skill_ends)]
        if not skills or not ending:
            return None
        limits = np.full(len(self.problem.persons), NEVER, np.int32)
        for person in ending:
            limit = skills_suffice.valid_until(self.problem, person, ref)
            limits[person] = NEVER if limit is None else limit - duration
        return limits

    def _closed_days(self) -> frozenset[tuple[str, int, int]]:
        """Tasks and days that the service before the horizon closes to their series."""
        return frozenset(
            ("task", item, day)
            for series in self.problem.series
            for day in range(self.problem.days)
            if not series_gap.allows(series, (), day)
            for item in series.tasks
        )


def _spans_of(problem: Problem) -> _Spans:
    rows: list[tuple[int, ...]] = []
    of_day = []
    for day in range(problem.days):
        first = len(rows)
        for number, person in enumerate(problem.persons):
            entry = available_that_day.on_day(problem, number, day)
            if entry is not None:
                ends = (entry.spans[0].start, entry.spans[-1].end, person.mode, entry.start_place, entry.end_place)
                rows += [(number, *span, *ends) for span in entry.spans]
        of_day.append(slice(first, len(rows)))
    table = np.array(rows, np.int32).reshape(-1, 8).T.copy()
    who, start, end, opening, closing, mode, start_place, end_place = table
    return _Spans(who, start, end, opening, closing, mode, start_place, end_place, of_day)


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
