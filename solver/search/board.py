"""The problem laid out for search: seats, units and days by number, with everything that never changes worked out.

A *unit* is served as a whole: a task with its crew, or one seat of a shift. Seats, units and (person, day) pairs are
numbered; `pd = person × days + day`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.objective import lateness, priced_work, turns
from solver.problem import Precedence, Problem, Ref, Span, Task
from solver.rules import load_carried, pins_hold
from solver.search.candidates import Candidates, Slots
from solver.search.neighbours import chain
from solver.search.workday import workdays_of


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


class Board:
    """All that the search looks up. See the module for the numbering."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pins = pins_hold.pins(problem)
        self.earlier = {seat.ref: seat for seat in problem.baseline}
        self.refs = problem.refs
        self.number = {ref: seat for seat, ref in enumerate(self.refs)}
        ways = [problem.places_of(ref) for ref in self.refs]
        self.place_in = [place for place, _ in ways]
        self.place_out = [place for _, place in ways]
        self.duration = [problem.duration_of(ref) for ref in self.refs]
        self.load = [load_carried.load_of(problem, ref) for ref in self.refs]
        self.preceding = _by_task(problem, [(link.second, link) for link in problem.precedences])
        self.following = _by_task(problem, [(link.first, link) for link in problem.precedences])
        self.series_of: list[list[int]] = [[] for _ in problem.tasks]
        for number, series in enumerate(problem.series):
            for item in series.tasks:
                self.series_of[item].append(number)
        self.may_be_late = [
            ref.kind == "task" and any(w.late_until for w in lateness.windows_of(problem.tasks[ref.item], ref.seat))
            for ref in self.refs
        ]
        self.first_seat = [self.number.get(Ref("shift", i, 0), 0) for i in range(len(problem.shifts))]
        self.mixed = [number for number, shift in enumerate(problem.shifts) if shift.mix]
        self.reload_duration = problem.reload.duration if problem.reload else 0
        self.units = self._units()
        self.unit_of = {seat: unit.number for unit in self.units for seat in unit.seats}
        self.workdays = workdays_of(problem)
        self.week_labels = sorted(set(problem.weeks))
        self.week_of = [self.week_labels.index(label) for label in problem.weeks]
        self.shares = {kind: turns.fair_share(problem, kind) for kind in problem.turns}
        self.candidates = Candidates(problem, self.refs, self.workdays, self.pins)
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
        return self.candidates.slots(seat, pd)

    @cached_property
    def chain_rank(self) -> list[int]:
        """Each unit's place on a walk that always goes on to the nearest unit."""
        return chain(self.problem, [self.place_in[unit.seats[0]] for unit in self.units])

    def _units(self) -> list[Unit]:
        units: list[Unit] = []
        for item, task in enumerate(self.problem.tasks):
            seats = tuple(self.number[Ref("task", item, seat)] for seat in range(len(task.seats)))
            amount = len(seats) if task.mandatory else priced_work.weight(task)
            pinned = any(self.refs[seat] in self.pins for seat in seats)
            coupled = self._couples(item, task)
            units.append(Unit(len(units), item, None, seats, task.mandatory, amount, coupled, pinned))
        for item, shift in enumerate(self.problem.shifts):
            for place, seat in enumerate(shift.seats):
                ref, amount = Ref("shift", item, place), 1 if seat.required else priced_work.weight(seat)
                held = (self.number[ref],)
                units.append(Unit(len(units), None, item, held, seat.required, amount, False, ref in self.pins))
        return units

    def _couples(self, item: int, task: Task) -> bool:
        moved = self.problem.weights.moved_start > 0 and Ref("task", item, 0) in self.earlier
        linked = bool(self.preceding[item] or self.following[item])
        return len(task.seats) > 1 or bool(task.kits) or linked or moved

    def _level(self, unit: Unit) -> int:
        """How many precedences lead to the unit, one after the other."""
        links = [] if unit.task is None else self.preceding[unit.task]
        return max((1 + self._level(self.units[link.first]) for link in links), default=0)


def _by_task(problem: Problem, links: Sequence[tuple[int, Precedence]]) -> list[list[Precedence]]:
    found: dict[int, list[Precedence]] = defaultdict(list)
    for item, link in links:
        found[item].append(link)
    return [found.get(item, []) for item in range(len(problem.tasks))]
