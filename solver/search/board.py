"""The problem laid out for search: seats, units and days by number, with everything that never changes worked out.

A *unit* is served as a whole: a task with its crew, or one seat of a shift. Seats, units and (person, day) pairs are
numbered; `pd = person × days + day`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from solver.objective import lateness, turns
from solver.problem import DAY, Matrix, Problem, Ref, ShiftSeat, Span, Task
from solver.rules import (
    available_that_day,
    exempt_from_turn,
    gender_fits,
    load_carried,
    lunch_taken,
    not_refused,
    past_frozen,
    pins_hold,
    role_fits,
    skills_suffice,
    windows_hold,
)
from solver.search.neighbours import chain, nearest

Slots = tuple[tuple[int, int, int], ...]
PERSON_RULES = (role_fits, not_refused, gender_fits, exempt_from_turn, load_carried)


@dataclass(frozen=True, slots=True)
class Unit:
    """A task or one seat of a shift. `coupled`: its starts are fixed when it is placed, since others hang on them."""

    number: int
    task: int | None
    shift: int | None
    seats: tuple[int, ...]
    mandatory: bool
    amount: int
    coupled: bool
    pinned: bool


@dataclass(frozen=True, slots=True)
class Workday:
    """One person's day: where and when a duty can lie. `meal`: opening, closing, duration, if a pause may be needed."""

    pd: int
    person: int
    day: int
    spans: tuple[Span, ...]
    backwards: tuple[Span, ...]
    start_place: int
    end_place: int
    rows: Sequence[array[int]]
    meal: tuple[int, int, int] | None
    full: bool
    capacity: int


def rows_of(matrix: Matrix) -> list[array[int]]:
    """The matrix as rows of plain integers, quick to look up one by one."""
    return [array("i", row.astype("int32").tobytes()) for row in matrix]


class Board:
    """All that the search looks up. See the module for the numbering."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pins = pins_hold.pins(problem)
        self.earlier = {seat.ref: seat for seat in problem.baseline}
        self.refs = [Ref("task", i, k) for i, task in enumerate(problem.tasks) for k in range(len(task.seats))]
        self.refs += [Ref("shift", i, k) for i, shift in enumerate(problem.shifts) for k in range(len(shift.seats))]
        self.number = {ref: seat for seat, ref in enumerate(self.refs)}
        ways = [problem.places_of(ref) for ref in self.refs]
        self.place_in = [place for place, _ in ways]
        self.place_out = [place for _, place in ways]
        self.duration = [problem.duration_of(ref) for ref in self.refs]
        self.load = [load_carried.load_of(problem, ref) for ref in self.refs]
        self.preceding = [[p for p in problem.precedences if p.second == i] for i in range(len(problem.tasks))]
        self.following = [[p for p in problem.precedences if p.first == i] for i in range(len(problem.tasks))]
        self.series_of = [
            [s for s, found in enumerate(problem.series) if i in set(found.tasks)] for i in range(len(problem.tasks))
        ]
        self.may_be_late = [
            ref.kind == "task" and any(w.late_until for w in lateness.windows_of(problem.tasks[ref.item], ref.seat))
            for ref in self.refs
        ]
        self.first_seat = [self.number.get(Ref("shift", i, 0), 0) for i in range(len(problem.shifts))]
        self.mixed = [number for number, shift in enumerate(problem.shifts) if shift.mix]
        self.reload_duration = problem.reload.duration if problem.reload else 0
        self.units = self._units()
        self.unit_of = {seat: unit.number for unit in self.units for seat in unit.seats}
        self.rows = [rows_of(matrix) for matrix in problem.travel]
        self.workdays = self._workdays()
        self.week_labels = sorted(set(problem.weeks))
        self.week_of = [self.week_labels.index(label) for label in problem.weeks]
        self.shares = {kind: turns.fair_share(problem, kind) for kind in problem.turns}
        self._slots: dict[int, Slots] = {}
        self._shape = self._shapes()
        self._barred: dict[tuple[str, int], frozenset[int]] = {}
        for bar in problem.bars:
            self._barred[bar.kind, bar.item] = self._barred.get((bar.kind, bar.item), frozenset()) | {bar.person}
        self._persons: dict[object, list[int]] = {}
        self.candidates = self._candidates()
        self.by_day = [_by_day(found, problem.days) for found in self.candidates]
        self.all_candidates = [
            sorted({pd for seat in unit.seats for pd in self.candidates[seat]}) for unit in self.units
        ]
        places = [self.place_in[unit.seats[0]] for unit in self.units]
        self.near, self.chain_rank = nearest(problem, places), chain(problem, places)
        self.level = [self._level(unit) for unit in self.units]
        self.set_aside = [
            [Span(shift.start, shift.end) for shift in problem.shifts if kit in shift.kits]
            for kit in range(len(problem.kits))
        ]
        self.users_of = [
            [i for i, task in enumerate(problem.tasks) if kit in task.kits] for kit in range(len(problem.kits))
        ]

    def slots(self, seat: int, pd: int) -> Slots:
        """When this seat may start in that duty: earliest, latest, and from when on it is late."""
        key = self._shape[seat] * len(self.workdays) + pd
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = self._work_out(self.refs[seat], pd)
        return found

    def _shapes(self) -> list[int]:
        """For each seat a number that it shares with seats that may start at the same times."""
        known: dict[object, int] = {}
        shapes = []
        for seat, ref in enumerate(self.refs):
            shape: object = ref
            if ref.kind == "task" and ref not in self.pins:
                task = self.problem.tasks[ref.item]
                own = task.seats[ref.seat]
                gap = own.gap if ref.seat else (0, 0)
                shape = (task.windows, own.windows, task.deadline, self.duration[seat], gap, own.skills)
            shapes.append(known.setdefault(shape, len(known)))
        return shapes

    def _work_out(self, ref: Ref, pd: int) -> Slots:
        workday, pin = self.workdays[pd], self.pins.get(ref)
        if workday is None:
            return ()
        limit = skills_suffice.valid_until(self.problem, workday.person, ref)
        duration = self.problem.duration_of(ref)
        first, last = past_frozen.first_start(self.problem), self.problem.horizon
        if limit is not None:
            last = limit - duration
        if pin is not None and pin.start is not None:
            first = last = pin.start
        found = []
        for slot in windows_hold.slots_on(self.problem, ref, workday.day):
            for opening, closing in available_that_day.starts_inside(workday.spans, duration):
                earliest, latest = max(first, slot.earliest, opening), min(last, slot.latest, closing)
                if earliest <= latest:
                    found.append((earliest, latest, slot.due))
        return tuple(sorted(found))

    def _candidates(self) -> list[list[int]]:
        """For each seat the duties, as `pd`, in which it could stand on its own; alike seats share one list."""
        known: dict[tuple[int, int], list[int]] = {}
        found = []
        for seat, ref in enumerate(self.refs):
            persons = self._qualified(ref)
            key = (self._shape[seat], id(persons))
            if key not in known:
                known[key] = self._duties_for(seat, persons)
            found.append(known[key])
        return found

    def _duties_for(self, seat: int, persons: list[int]) -> list[int]:
        days, pin = self.problem.days, self.pins.get(self.refs[seat])
        possible = [day for day in range(days) if windows_hold.slots_on(self.problem, self.refs[seat], day)]
        duties = (person * days + day for day in possible for person in persons if pins_hold.leaves(pin, person, day))
        return [pd for pd in duties if self.slots(seat, pd)]

    def _qualified(self, ref: Ref) -> list[int]:
        """Persons whom the rules on persons alone let take this seat; alike seats share one list."""
        problem, seat = self.problem, self.problem.seat(ref)
        key: tuple[object, ...] = (ref.kind, seat.roles, seat.skills, self._barred.get(ref[:2]))
        if ref.kind == "task":
            task = problem.tasks[ref.item]
            key += (task.refused, task.required, task.gender_required and task.gender, self.load[self.number[ref]])
        else:
            key += (problem.shifts[ref.item].refused, problem.shifts[ref.item].turn)
        if key not in self._persons:
            self._persons[key] = [
                person
                for person in range(len(problem.persons))
                if skills_suffice.held(problem, person, ref)
                and all(rule.allows(problem, person, ref, 0) for rule in PERSON_RULES)
            ]
        return self._persons[key]

    def _units(self) -> list[Unit]:
        units: list[Unit] = []
        for item, task in enumerate(self.problem.tasks):
            seats = tuple(self.number[Ref("task", item, seat)] for seat in range(len(task.seats)))
            amount = len(seats) if task.mandatory else task.weight
            units.append(
                Unit(
                    len(units),
                    item,
                    None,
                    seats,
                    task.mandatory,
                    amount,
                    self._couples(item, task),
                    any(self.refs[seat] in self.pins for seat in seats),
                )
            )
        for item, shift in enumerate(self.problem.shifts):
            for place, shift_seat in enumerate(shift.seats):
                ref = Ref("shift", item, place)
                assert isinstance(shift_seat, ShiftSeat)
                amount = 1 if shift_seat.required else shift_seat.weight
                units.append(
                    Unit(
                        len(units),
                        None,
                        item,
                        (self.number[ref],),
                        shift_seat.required,
                        amount,
                        False,
                        ref in self.pins,
                    )
                )
        return units

    def _couples(self, item: int, task: Task) -> bool:
        moved = self.problem.weights.moved_start > 0 and Ref("task", item, 0) in self.earlier
        linked = bool(self.preceding[item] or self.following[item])
        return len(task.seats) > 1 or bool(task.kits) or linked or moved

    def _level(self, unit: Unit) -> int:
        """How many precedences lead to the unit, one after the other."""
        links = [] if unit.task is None else self.preceding[unit.task]
        return max((1 + self._level(self.units[link.first]) for link in links), default=0)

    def _workdays(self) -> list[Workday | None]:
        days = self.problem.days
        found: list[Workday | None] = [None] * (len(self.problem.persons) * days)
        for number, person in enumerate(self.problem.persons):
            for free in person.availability:
                meal = None
                if person.lunch is not None and not lunch_taken.time_off_suffices(person.lunch, free):
                    lunch, base = person.lunch, free.day * DAY
                    meal = (base + lunch.earliest_start, base + lunch.latest_end, lunch.duration)
                pd = number * days + free.day
                found[pd] = Workday(
                    pd,
                    number,
                    free.day,
                    free.spans,
                    free.spans[::-1],
                    free.start_place,
                    free.end_place,
                    self.rows[person.mode],
                    meal,
                    load_carried.starts_full(self.problem, free.start_place),
                    person.capacity,
                )
        return found


def _by_day(duties: list[int], days: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pd in duties:
        found.setdefault(pd % days, []).append(pd)
    return found
