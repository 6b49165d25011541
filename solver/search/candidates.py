"""Where each seat could stand if there were nothing else, and when it could start there.

All is worked out when it is asked for, and once for seats and persons' days that are alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solver.problem import Pin, Problem, Ref, Span
from solver.qualified import Qualified
from solver.rules import (
    available_that_day,
    past_frozen,
    pins_hold,
    skills_suffice,
    windows_hold,
)
from solver.search.workday import Workday

Slots = tuple[tuple[int, int, int], ...]


class Candidates(Sequence[list[int]]):
    """For each seat the duties, as `pd`, in which it could stand on its own."""

    def __init__(
        self, problem: Problem, refs: Sequence[Ref], workdays: Sequence[Workday | None], pins: Mapping[Ref, Pin]
    ) -> None:
        self.problem, self.refs, self.workdays, self.pins = problem, refs, workdays, pins
        self.days = problem.days
        self._alike: list[dict[tuple[Span, ...], list[int]]] = [{} for _ in range(self.days)]
        for pd, workday in enumerate(workdays):
            if workday is not None:
                self._alike[workday.day].setdefault(workday.spans, []).append(pd)
        self._qualified = Qualified(problem)
        self._shape = self._shapes()
        self._windows: dict[tuple[int, int], tuple[windows_hold.Slot, ...]] = {}
        self._cut: dict[tuple[object, ...], Slots] = {}
        self._slots: dict[int, Slots] = {}
        self._of_seat: dict[int, frozenset[int]] = {}
        self._found: dict[tuple[int, frozenset[int]], tuple[list[int], dict[int, list[int]]]] = {}

    def __len__(self) -> int:
        return len(self.refs)

    def __getitem__(self, seat: int) -> list[int]:  # type: ignore[override]
        return self._of(seat)[0]

    def on_day(self, seat: int, day: int) -> list[int]:
        """The seat's duties of one day."""
        return self._of(seat)[1].get(day, [])

    def holds(self, seat: int, pd: int) -> bool:
        """Whether the seat could stand in that duty."""
        person, day = divmod(pd, self.days)
        left = pins_hold.leaves(self.pins.get(self.refs[seat]), person, day)
        return left and person in self.persons(seat) and bool(self.slots(seat, pd))

    def slots(self, seat: int, pd: int) -> Slots:
        """When this seat may start in that duty: earliest, latest, and from when on it is late."""
        key = self._shape[seat] * len(self.workdays) + pd
        found = self._slots.get(key)
        if found is None:
            workday = self.workdays[pd]
            found = self._slots[key] = () if workday is None else self._slots_in(seat, workday)
        return found

    def persons(self, seat: int) -> frozenset[int]:
        """Persons whom the rules on persons alone let take this seat."""
        found = self._of_seat.get(seat)
        if found is None:
            found = self._of_seat[seat] = self._qualified.of(self.refs[seat])
        return found

    def _of(self, seat: int) -> tuple[list[int], dict[int, list[int]]]:
        key = (self._shape[seat], self.persons(seat))
        found = self._found.get(key)
        if found is None:
            by_day = {day: pds for day in range(self.days) if (pds := self._duties_on(seat, day))}
            found = self._found[key] = [pd for pds in by_day.values() for pd in pds], by_day
        return found

    def _duties_on(self, seat: int, day: int) -> list[int]:
        if not self._windows_on(seat, day):
            return []
        pin, persons, ends = self.pins.get(self.refs[seat]), self.persons(seat), self.problem.persons
        found: list[int] = []
        for spans, alike in self._alike[day].items():
            if self._between(seat, day, spans, None):
                for pd in alike:
                    person = pd // self.days
                    if person in persons and (not ends[person].skill_ends or self.slots(seat, pd)):
                        found.append(pd)
        return sorted(pd for pd in found if pins_hold.leaves(pin, pd // self.days, day))

    def _slots_in(self, seat: int, workday: Workday) -> Slots:
        limit = None
        if self.problem.persons[workday.person].skill_ends:
            limit = skills_suffice.valid_until(self.problem, workday.person, self.refs[seat])
        return self._between(seat, workday.day, workday.spans, limit)

    def _between(self, seat: int, day: int, spans: tuple[Span, ...], limit: int | None) -> Slots:
        """Slots on a day of these spans, for somebody who holds the seat's skills until `limit`."""
        key = (self._shape[seat], day, spans, limit)
        if key not in self._cut:
            self._cut[key] = self._work_out(seat, day, spans, limit)
        return self._cut[key]

    def _work_out(self, seat: int, day: int, spans: tuple[Span, ...], limit: int | None) -> Slots:
        ref = self.refs[seat]
        pin, duration = self.pins.get(ref), self.problem.duration_of(ref)
        first, last = past_frozen.first_start(self.problem), self.problem.horizon
        if limit is not None:
            last = limit - duration
        if pin is not None and pin.start is not None:
            first = last = pin.start
        found = []
        for slot in self._windows_on(seat, day):
            for opening, closing in available_that_day.starts_inside(spans, duration):
                earliest, latest = max(first, slot.earliest, opening), min(last, slot.latest, closing)
                if earliest <= latest:
                    found.append((earliest, latest, slot.due))
        return tuple(sorted(found))

    def _windows_on(self, seat: int, day: int) -> tuple[windows_hold.Slot, ...]:
        key = (self._shape[seat], day)
        if key not in self._windows:
            self._windows[key] = windows_hold.slots_on(self.problem, self.refs[seat], day)
        return self._windows[key]

    def _shapes(self) -> list[int]:
        """For each seat a number that it shares with seats that may start at the same times."""
        known: dict[object, int] = {}
        shapes = []
        for ref in self.refs:
            shape: object = ref
            if ref.kind == "task" and ref not in self.pins:
                task = self.problem.tasks[ref.item]
                own = task.seats[ref.seat]
                gap = own.gap if ref.seat else (0, 0)
                duration = task.duration if own.duration is None else own.duration
                shape = (task.windows, own.windows, task.deadline, duration, gap, own.skills)
            shapes.append(known.setdefault(shape, len(known)))
        return shapes
