"""People given to areas: those with scarce skills and hours first, each where they are needed most and nearby."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from solver.parts.areas import middle_of
from solver.parts.coupling import Group, Item
from solver.parts.coverage import Cover, SeatKind, Slot, best_cover, demands, free_time
from solver.problem import MINUTE, Problem

FAR = 30 * MINUTE
"""A way so much longer halves what somebody is worth to an area."""
WISH = 0.25
"""How much more an area gets of somebody for each task there that asks for them."""
TRIES = 150
KINDS, CANDIDATES = 4, 5

Floats = npt.NDArray[np.float64]


def people_of(problem: Problem, divided: Sequence[Sequence[Group]]) -> list[list[int]]:
    """The persons of each area: everybody in exactly one, those who are bound to work in the area of that work.

    Afterwards people move as long as that lessens what areas lack of mandatory work, then of all work.
    """
    works = [items_of(area) for area in divided]
    bound = {who: area for area, gathered in enumerate(divided) for group in gathered for who in group.persons}
    home = _Givers(problem, divided, works).given(bound)
    _lessen(problem, works, home, frozenset(bound))
    return [[who for who, its in enumerate(home) if its == area] for area in range(len(divided))]


def items_of(gathered: Sequence[Group]) -> list[Item]:
    """The tasks and shifts of these groups."""
    items: list[Item] = [("task", item) for group in gathered for item in group.tasks]
    return [*items, *(("shift", item) for group in gathered for item in group.shifts)]


class _Givers:
    """Needs by area and cell (a kind of seat in a slot), and what persons bring for them; all in seconds.

    Cells are ordered by slot; `firsts`: the first of each slot. `time`: shape (persons, cells); `need`, `supplied`:
    (areas, cells); `price`: need for each second that there is.
    """

    def __init__(self, problem: Problem, divided: Sequence[Sequence[Group]], works: Sequence[list[Item]]) -> None:
        self.problem = problem
        found: dict[tuple[SeatKind, Slot], int] = {}
        amounts: list[Counter[int]] = []
        for items in works:
            amounts.append(Counter())
            for optional in (False, True):  # mandatory work counts twice
                for demand, seconds in demands(problem, items, optional=optional).items():
                    for slot in demand.slots:
                        cell = found.setdefault((demand.kind, slot), len(found))
                        amounts[-1][cell] += seconds // len(demand.slots)
        arranged = sorted(found.items(), key=lambda each: (each[0][1], each[1]))
        cells = {cell: number for number, (cell, _) in enumerate(arranged)}
        slots = [slot for _, slot in cells]
        self.firsts = [number for number, slot in enumerate(slots) if number == 0 or slots[number - 1] != slot]
        self.need = np.zeros((len(works), len(cells)))
        for area, amount in enumerate(amounts):
            self.need[area] = [amount[number] for _, number in arranged]
        self.time = self._time(cells)
        self.price = np.minimum(1.0, self.need.sum(axis=0) / np.maximum(1.0, self.time.sum(axis=0)))
        self.supplied = np.zeros_like(self.need)
        self.ways = self._ways([middle_of(problem, area) for area in divided])
        self.wishes = self._wishes(works)

    def _time(self, cells: dict[tuple[SeatKind, Slot], int]) -> Floats:
        time = np.zeros((len(self.problem.persons), len(cells)))
        kinds: dict[SeatKind, list[tuple[Slot, int]]] = {}
        for (kind, slot), cell in cells.items():
            kinds.setdefault(kind, []).append((slot, cell))
        for who, person in enumerate(self.problem.persons):
            free = free_time(person)
            for kind, places in kinds.items():
                if kind.fits(who, person):
                    for slot, cell in places:
                        time[who, cell] = free.get(slot, 0)
        return time

    def _ways(self, middles: Sequence[int]) -> Floats:
        """Mean seconds from and to a person's bases, shape (persons, areas)."""
        ways = np.zeros((len(self.problem.persons), len(middles)))
        for who, person in enumerate(self.problem.persons):
            matrix = self.problem.travel[person.mode]
            for entry in person.availability:
                there = matrix[entry.start_place, middles].astype(np.float64) + matrix[middles, entry.end_place]
                ways[who] += there / (2 * len(person.availability))
        return ways

    def _wishes(self, works: Sequence[list[Item]]) -> Floats:
        """How many tasks of an area ask for a person or had them before, shape (persons, areas)."""
        wishes = np.zeros((len(self.problem.persons), len(works)))
        area_of = {item: area for area, items in enumerate(works) for item in items}
        for (kind, item), area in area_of.items():
            if kind == "task":
                task = self.problem.tasks[item]
                for who in task.preferred | task.required:
                    wishes[who, area] += 1
        for seat in self.problem.baseline:
            wishes[seat.person, area_of[seat.ref[:2]]] += 1
        return wishes

    def given(self, bound: dict[int, int]) -> list[int]:
        """The area of each person; `bound`: of whom it is known."""
        home = [-1] * len(self.time)
        worth = np.where(self.time > 0, self.price, 0.0).max(axis=1, initial=0.0)
        for who in sorted(range(len(home)), key=lambda who: (who not in bound, -worth[who], who)):
            values = self._values(who)
            home[who] = bound.get(who, int(np.argmax(self._worth(values) * self._nearness(who))))
            self._supply(who, home[who], values[home[who]])
        return home

    def _values(self, who: int) -> Floats:
        """What a person is worth to each area, by cell: more where the need is large beside what is there already."""
        pressure = self.need / np.maximum(1.0, self.supplied + self.time[who])
        share: Floats = pressure / np.maximum(1e-9, pressure + self.price)
        values: Floats = self.time[who] * self.price * share
        return values

    def _worth(self, values: Floats) -> Floats:
        """The values of one area together: an hour is used once, for what it is worth most."""
        worth: Floats = np.maximum.reduceat(values, self.firsts, axis=1).sum(axis=1)
        return worth

    def _nearness(self, who: int) -> Floats:
        ways = self.ways[who]
        factor: Floats = (1.0 + WISH * self.wishes[who]) / (1.0 + (ways - ways.min()) / FAR)
        return factor

    def _supply(self, who: int, area: int, values: Floats) -> None:
        person = self.problem.persons[who]
        weeks = len({self.problem.weeks[entry.day] for entry in person.availability})
        seconds = sum(free_time(person).values())
        if person.max_week is not None:
            seconds = min(seconds, person.max_week * weeks)
        total = values.sum()
        if total > 0:
            self.supplied[area] += values * (seconds / total)


def _lessen(problem: Problem, works: Sequence[list[Item]], home: list[int], bound: frozenset[int]) -> None:
    """Move single persons to areas that lack something, where nobody else then lacks as much; changes `home`."""
    wanted = [[demands(problem, items, optional=optional) for optional in (False, True)] for items in works]

    def cover(area: int, changed: Mapping[int, int]) -> tuple[Cover, Cover]:
        persons = [who for who, its in enumerate(home) if changed.get(who, its) == area]
        return best_cover(problem, persons, wanted[area][0]), best_cover(problem, persons, wanted[area][1])

    covers = [cover(area, {}) for area in range(len(works))]
    tries, moved = TRIES, True
    while moved:
        moved = False
        for area in sorted(range(len(works)), key=lambda area: _lacks(covers[area]), reverse=True):
            for who in _who_could(problem, covers, home, area, bound):
                if tries == 0:
                    return
                tries -= 1
                giver = home[who]
                here, there = cover(area, {who: area}), cover(giver, {who: area})
                if _lacks(here, there) < _lacks(covers[area], covers[giver]):
                    home[who], covers[area], covers[giver], moved = area, here, there, True
                    break


def _lacks(*covers: tuple[Cover, Cover]) -> tuple[int, int]:
    return sum(first.lacking for first, _ in covers), sum(second.lacking for _, second in covers)


def _who_could(
    problem: Problem, covers: Sequence[tuple[Cover, Cover]], home: Sequence[int], area: int, bound: frozenset[int]
) -> list[int]:
    """Persons of other areas who could help with what lacks most here, those first who have little to do there."""
    unmet = covers[area][0].unmet or covers[area][1].unmet
    found: dict[int, None] = {}
    for demand in sorted(unmet, key=lambda demand: -unmet[demand])[:KINDS]:
        able = [
            who
            for who, its in enumerate(home)
            if its != area and who not in bound and demand.kind.fits(who, problem.persons[who])
        ]
        helps = {who: sum(free_time(problem.persons[who]).get(slot, 0) for slot in demand.slots) for who in able}
        able = [who for who in able if helps[who]]
        able.sort(key=lambda who: (covers[home[who]][0].used[who], covers[home[who]][1].used[who], -helps[who], who))
        found.update(dict.fromkeys(able[:CANDIDATES]))
    return list(found)
