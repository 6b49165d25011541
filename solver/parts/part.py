"""One part of a problem: a problem of its own, and which of the whole each of its indexes is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from solver.parts.kits import DayCounts, Item, divisible, set_aside
from solver.plan import Duty, Plan, Stop
from solver.problem import Assignment, Bar, DayAvailability, Person, Pin, Problem, Ref, Shift, Task, Wish

SeatOf = TypeVar("SeatOf", Pin, Assignment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part, whose persons, tasks, shifts, kits and places are numbered anew.

    - `persons`, `tasks`, `shifts`, `kits`, `places`: for each index of the part the index of the whole, ascending.
      Shifts of `problem` beyond `shifts` hold no work: they keep a kit free for another part.
    - `day_counts`: kit of the whole → how many of it this part may use on each day.
    """

    problem: Problem
    persons: tuple[int, ...]
    tasks: tuple[int, ...]
    shifts: tuple[int, ...]
    kits: tuple[int, ...]
    places: tuple[int, ...]
    day_counts: Mapping[int, DayCounts] = field(default_factory=dict)

    def lifted(self, plan: Plan) -> tuple[Duty, ...]:
        """The duties of a plan of this part, in the numbers of the whole."""
        maps = {"task": self.tasks, "shift": self.shifts}
        return tuple(_renamed(duty, self.persons, self.places, maps) for duty in plan.duties)

    def lowered(self, duties: Iterable[Duty]) -> tuple[Duty, ...]:
        """Duties of the whole, all of them of this part, in its own numbers."""
        maps = {"task": _new(self.tasks), "shift": _new(self.shifts)}
        persons, places = _new(self.persons), _new(self.places)
        return tuple(_renamed(duty, persons, places, maps) for duty in duties)


Numbers = Mapping[int, int] | tuple[int, ...]


def _new(old: Iterable[int]) -> dict[int, int]:
    return {number: index for index, number in enumerate(old)}


def _renamed(duty: Duty, persons: Numbers, places: Numbers, items: Mapping[str, Numbers]) -> Duty:
    stops = tuple(_renamed_stop(stop, places, items) for stop in duty.stops)
    return replace(duty, person=persons[duty.person], stops=stops)


def _renamed_stop(stop: Stop, places: Numbers, items: Mapping[str, Numbers]) -> Stop:
    ref = stop.ref and Ref(stop.ref.kind, items[stop.ref.kind][stop.ref.item], stop.ref.seat)
    return replace(stop, ref=ref, place=places[stop.place], end_place=places[stop.end_place])


def whole(problem: Problem) -> Part:
    """The problem as its only part."""
    return Part(
        problem=problem,
        persons=tuple(range(len(problem.persons))),
        tasks=tuple(range(len(problem.tasks))),
        shifts=tuple(range(len(problem.shifts))),
        kits=tuple(range(len(problem.kits))),
        places=tuple(range(len(problem.travel[0]))) if problem.travel else (),
        day_counts={number: (kit.count,) * problem.days for number, kit in enumerate(problem.kits)},
    )


def cut_out(
    problem: Problem, persons: Iterable[int], items: Collection[Item], day_counts: Mapping[int, DayCounts]
) -> Part:
    """The part with these persons, tasks and shifts. All that `coupling.groups` keeps together has to be in it.

    `day_counts`: as in `Part`, for each kit that the work needs.
    """
    return _Cut(problem, persons, items, day_counts).part()


class _Cut:
    """A part in the making."""

    def __init__(
        self, problem: Problem, persons: Iterable[int], items: Collection[Item], day_counts: Mapping[int, DayCounts]
    ) -> None:
        self.problem, self.persons = problem, sorted(persons)
        self.tasks = sorted(item for kind, item in items if kind == "task")
        self.shifts = sorted(item for kind, item in items if kind == "shift")
        work: list[Task | Shift] = [
            *(problem.tasks[item] for item in self.tasks),
            *(problem.shifts[item] for item in self.shifts),
        ]
        self.kits = sorted({kit for each in work for kit in each.kits})
        self.day_counts = {kit: day_counts[kit] for kit in self.kits}
        loaded = any(problem.tasks[item].load for item in self.tasks)
        self.reload = problem.reload if loaded else None
        self.places = self._places()
        self.person_of, self.place_of, self.kit_of = _new(self.persons), _new(self.places), _new(self.kits)
        self.item_of = {"task": _new(self.tasks), "shift": _new(self.shifts)}

    def _places(self) -> list[int]:
        problem = self.problem
        entries = [entry for who in self.persons for entry in problem.persons[who].availability]
        found = {place for entry in entries for place in (entry.start_place, entry.end_place)}
        refs = [*(Ref("task", item, 0) for item in self.tasks), *(Ref("shift", item, 0) for item in self.shifts)]
        found.update(place for ref in refs for place in problem.places_of(ref))
        return sorted(found | (self.reload.places if self.reload else frozenset()))

    def part(self) -> Part:
        """The part, with the shifts that keep kits free for others."""
        problem, counts = self._problem(), {self.kit_of[kit]: counts for kit, counts in self.day_counts.items()}
        sliced = {kit: by_day for kit, by_day in counts.items() if divisible(problem.kits[kit])}
        idle = set_aside(problem, len(self.persons), sliced)
        return Part(
            problem=replace(problem, shifts=(*problem.shifts, *idle)) if idle else problem,
            persons=tuple(self.persons),
            tasks=tuple(self.tasks),
            shifts=tuple(self.shifts),
            kits=tuple(self.kits),
            places=tuple(self.places),
            day_counts=self.day_counts,
        )

    def _problem(self) -> Problem:
        old = self.problem
        ix = np.ix_(self.places, self.places)
        series = [each for each in old.series if each.tasks and each.tasks[0] in self.item_of["task"]]
        links = [each for each in old.precedences if each.first in self.item_of["task"]]
        tasks = self.item_of["task"]
        return replace(
            old,
            travel=tuple(matrix[ix] for matrix in old.travel),
            persons=tuple(self._person(old.persons[who]) for who in self.persons),
            tasks=tuple(self._task(old.tasks[item]) for item in self.tasks),
            shifts=tuple(self._shift(old.shifts[item]) for item in self.shifts),
            series=tuple(replace(each, tasks=tuple(tasks[item] for item in each.tasks)) for each in series),
            precedences=tuple(replace(each, first=tasks[each.first], second=tasks[each.second]) for each in links),
            kits=tuple(replace(old.kits[kit], count=max(self.day_counts[kit])) for kit in self.kits),
            reload=self.reload
            and replace(self.reload, places=frozenset(self.place_of[place] for place in self.reload.places)),
            bundles=tuple(
                tuple(tasks[item] for item in bundle) for bundle in old.bundles if bundle and bundle[0] in tasks
            ),
            wishes=tuple(
                self._wish(wish) for wish in old.wishes if self._has(Ref("shift", wish.shift, 0), wish.person)
            ),
            pins=tuple(self._seat(pin) for pin in old.pins if self._has(pin.ref, pin.person)),
            bars=tuple(self._bar(bar) for bar in old.bars if self._has(bar, bar.person)),
            baseline=tuple(self._seat(seat) for seat in old.baseline if self._has(seat.ref, seat.person)),
        )

    def _has(self, what: Ref | Bar, person: int) -> bool:
        return what.item in self.item_of[what.kind] and person in self.person_of

    def _seat(self, seat: SeatOf) -> SeatOf:
        ref = Ref(seat.ref.kind, self.item_of[seat.ref.kind][seat.ref.item], seat.ref.seat)
        return replace(seat, ref=ref, person=self.person_of[seat.person])

    def _bar(self, bar: Bar) -> Bar:
        return replace(bar, item=self.item_of[bar.kind][bar.item], person=self.person_of[bar.person])

    def _wish(self, wish: Wish) -> Wish:
        return replace(wish, shift=self.item_of["shift"][wish.shift], person=self.person_of[wish.person])

    def _person(self, person: Person) -> Person:
        return replace(person, availability=tuple(self._entry(entry) for entry in person.availability))

    def _entry(self, entry: DayAvailability) -> DayAvailability:
        start, end = self.place_of[entry.start_place], self.place_of[entry.end_place]
        return replace(entry, start_place=start, end_place=end)

    def _task(self, task: Task) -> Task:
        required, refused = self._those(task.required), self._those(task.refused)
        # An empty set of required persons would let anybody in.
        nobody = bool(task.required) and not required
        return replace(
            task,
            place=self.place_of[task.place],
            end_place=None if task.end_place is None else self.place_of[task.end_place],
            kits=tuple(self.kit_of[kit] for kit in task.kits),
            preferred=self._those(task.preferred),
            unwanted=self._those(task.unwanted),
            required=required,
            refused=frozenset(range(len(self.persons))) if nobody else refused,
        )

    def _shift(self, shift: Shift) -> Shift:
        return replace(
            shift,
            place=self.place_of[shift.place],
            kits=tuple(self.kit_of[kit] for kit in shift.kits),
            refused=self._those(shift.refused),
        )

    def _those(self, persons: frozenset[int]) -> frozenset[int]:
        return frozenset(self.person_of[who] for who in persons if who in self.person_of)
