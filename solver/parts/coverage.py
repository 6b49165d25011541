"""How much work people can cover when ways and order are left out: by kind of seat and part of the day.

A maximal flow from persons through their weeks, days and parts of days to the seats; what does not flow is lacking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from ortools.graph.python import max_flow

from solver.parts.kits import Item
from solver.problem import DAY, HOUR, MINUTE, Person, Problem, Ref, Span, Task

BORDERS = (12 * HOUR, 17 * HOUR + HOUR // 2)
"""Times of day that end the morning and the afternoon."""
PARTS_OF_DAY = len(BORDERS) + 1
PER_STOP = 5 * MINUTE
"""Seconds that a visit or delivery takes beside its service, for the way to it."""

Slot = tuple[int, int]
"""Day, and part of the day: morning, afternoon, evening."""


class SeatKind(NamedTuple):
    """What a seat asks of a person. `required`: persons among whom its task chooses (empty: anybody)."""

    roles: frozenset[str]
    skills: frozenset[str]
    gender: str | None
    required: frozenset[int]

    def fits(self, who: int, person: Person) -> bool:
        """Whether this person may take such a seat."""
        return (
            (not self.roles or person.role in self.roles)
            and self.skills <= person.skills
            and self.gender in (None, person.gender)
            and (not self.required or who in self.required)
        )


class Demand(NamedTuple):
    """Work of one kind that can be done in any of these slots."""

    kind: SeatKind
    slots: tuple[Slot, ...]


def demands(problem: Problem, items: Iterable[Item], *, optional: bool) -> Counter[Demand]:
    """Seconds by demand, of mandatory work alone or (`optional`) of all that counts anything.

    Those of a visit or delivery are its service and `PER_STOP` for the way.
    """
    found: Counter[Demand] = Counter()
    for kind, item in items:
        if kind == "task":
            task = problem.tasks[item]
            if task.mandatory or (optional and task.weight):
                slots = _slots_of_task(task)
                for number, seat in enumerate(task.seats):
                    wanted = task.gender if task.gender_required else None
                    kind_of_seat = SeatKind(seat.roles, seat.skills, wanted, task.required)
                    found[Demand(kind_of_seat, slots)] += PER_STOP + problem.duration_of(Ref("task", item, number))
            continue
        shift = problem.shifts[item]
        slots = (_slot((shift.start + shift.end) // 2),)
        for place in shift.seats:
            if place.required or (optional and place.weight):
                found[Demand(SeatKind(place.roles, place.skills, None, frozenset()), slots)] += shift.end - shift.start
    return found


def _slots_of_task(task: Task) -> tuple[Slot, ...]:
    slots: set[Slot] = set()
    for window in task.windows:
        first, last = _slot(window.earliest), _slot(window.latest)
        days = range(first[0], last[0] + 1)
        slots.update((day, part) for day in days for part in range(PARTS_OF_DAY) if first <= (day, part) <= last)
    return tuple(sorted(slots))


def _slot(moment: int) -> Slot:
    return moment // DAY, sum(moment % DAY >= border for border in BORDERS)


def free_time(person: Person) -> dict[Slot, int]:
    """Seconds of availability by slot."""
    found: Counter[Slot] = Counter()
    borders = (0, *BORDERS, DAY)
    for entry in person.availability:
        for span in entry.spans:
            for part in range(len(borders) - 1):
                slot = Span(entry.day * DAY + borders[part], entry.day * DAY + borders[part + 1])
                found[entry.day, part] += max(0, min(span.end, slot.end) - max(span.start, slot.start))
    return {slot: seconds for slot, seconds in found.items() if seconds}


class Cover(NamedTuple):
    """What can be covered at best; `unmet`: seconds by demand that nobody covers, `used`: seconds by person."""

    lacking: int
    unmet: Counter[Demand]
    used: Counter[int]


def best_cover(problem: Problem, persons: Iterable[int], wanted: Mapping[Demand, int]) -> Cover:
    """How these persons can share the wanted work (seconds by demand) so that least of it is lacking."""
    return _Network(problem, persons, wanted).cover()


class _Network:
    """Source → person's week → day → slot → kind of seat in that slot → demand → sink.

    Arcs stand in an order that hangs on the problem alone, so that the flow does, too.
    """

    def __init__(self, problem: Problem, persons: Iterable[int], wanted: Mapping[Demand, int]) -> None:
        self.wanted, self.total = wanted, sum(wanted.values())
        self.arcs: list[tuple[int, int, int]] = []
        self.nodes: dict[object, int] = {"source": 0, "sink": 1}
        self.arc_of: dict[Demand, int] = {}
        self.arcs_of: dict[int, list[int]] = {}
        by_slot: dict[Slot, dict[SeatKind, None]] = {}
        for number, (demand, seconds) in enumerate(wanted.items()):
            self.arc_of[demand] = self._arc(number, "sink", seconds)
            for slot in demand.slots:
                by_slot.setdefault(slot, {})[demand.kind] = None
                self._arc((slot, demand.kind), number, self.total)
        for who in persons:
            self._add_person(problem, who, by_slot)

    def _add_person(self, problem: Problem, who: int, by_slot: Mapping[Slot, Iterable[SeatKind]]) -> None:
        person = problem.persons[who]
        able = {kind for kinds in by_slot.values() for kind in kinds if kind.fits(who, person)}
        most = self.total if person.max_week is None else person.max_week
        weeks: dict[str, int] = {}
        days: dict[int, int] = {}
        for slot, seconds in free_time(person).items():
            kinds = [kind for kind in by_slot.get(slot, ()) if kind in able]
            if not kinds:
                continue
            week, day = problem.weeks[slot[0]], slot[0]
            if week not in weeks:
                weeks[week] = self._arc("source", (who, week), most)
            if day not in days:
                days[day] = self._arc((who, week), (who, day), person.max_day)
            self._arc((who, day), (who, slot), seconds)
            for kind in kinds:
                self._arc((who, slot), (slot, kind), seconds)
        self.arcs_of[who] = list(weeks.values())

    def _arc(self, tail: object, head: object, capacity: int) -> int:
        nodes = self.nodes
        self.arcs.append((nodes.setdefault(tail, len(nodes)), nodes.setdefault(head, len(nodes)), capacity))
        return len(self.arcs) - 1

    def cover(self) -> Cover:
        """A maximal flow, read."""
        if not self.arcs:
            return Cover(0, Counter(), Counter())
        flow = max_flow.SimpleMaxFlow()
        tails, heads, capacities = (np.asarray(column, dtype=np.int64) for column in zip(*self.arcs, strict=True))
        flow.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), capacities)
        flow.solve(0, 1)
        unmet = Counter({demand: self.wanted[demand] - flow.flow(arc) for demand, arc in self.arc_of.items()})
        used = Counter({who: sum(flow.flow(arc) for arc in arcs) for who, arcs in self.arcs_of.items()})
        return Cover(self.total - int(flow.optimal_flow()), +unmet, used)
