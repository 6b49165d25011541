"""Which seats could change hands so that an unserved one is served: a relaxed model, solved by CP-SAT.

Every seat that stays or moves keeps its start, the unserved one has some start of a grid; ways between any two of one
person's seats count, meals, hours and loads do not. What the model offers is therefore a guess, to be verified; what it
rules out cannot be had by moving seats at their times for one of the starts tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from solver.changes import assignments
from solver.plan import Plan
from solver.problem import DAY, Problem, Ref
from solver.rules import SEAT_RULES, available_that_day, crew_together, windows_hold

EFFORT = 1.0
"""Deterministic time of CP-SAT for one answer: about so many seconds."""
STARTS = 9
"""Starts tried in each time window."""
RULES = tuple(rule for name, rule in SEAT_RULES.items() if name not in ("pins_hold", "past_frozen"))
"""Rules on person, seat and day; what is pinned or past is not looked at to begin with."""
DEPTH, SIZE = 3, 150
"""How many seats may make way one for the other, and how many seats the model looks at before it stops widening."""
PERSON, SEAT = 100, 1
"""What a person whose seats change counts for, and a seat that moves."""

Literals = list[cp_model.IntVar]


@dataclass(frozen=True, slots=True)
class Swap:
    """Who takes the unserved seats, and who the seats that make way; each with the day."""

    takes: Mapping[Ref, tuple[int, int]]
    moves: Mapping[Ref, tuple[int, int]]


class Service(NamedTuple):
    """One seat at one start: where and when it begins and ends."""

    place: int
    end_place: int
    start: int
    end: int


def swaps(problem: Problem, plan: Plan, refs: tuple[Ref, ...], seed: int = 0) -> Iterator[Swap]:
    """Swaps that could serve all of `refs` (one seat of a shift, or all seats of a task), the fewest persons first.

    Each is another choice of persons than those before it; they end when the model has no more.
    """
    model = _Model(problem, plan, refs)
    while (found := model.solve(seed)) is not None:
        yield found


class _Model:
    """The model. `takes`, `moves`: by seat, person and day, whether that is so; `stays`: by seat that could move."""

    def __init__(self, problem: Problem, plan: Plan, refs: tuple[Ref, ...]) -> None:
        self.problem, self.refs, self.model = problem, refs, cp_model.CpModel()
        self.stops: dict[tuple[int, int], list[Ref]] = defaultdict(list)
        self.services: dict[Ref, Service] = {}
        self.owner: dict[Ref, int] = {}
        for seat in sorted(assignments(plan), key=lambda seat: (seat.start, seat.ref)):
            self.services[seat.ref] = _service(problem, seat.ref, seat.start)
            self.owner[seat.ref] = seat.person
            self.stops[seat.person, seat.start // DAY].append(seat.ref)
        self.fixed = {pin.ref for pin in problem.pins}
        self.fixed |= {ref for ref, service in self.services.items() if service.start < problem.frozen_until}
        self.takes: dict[tuple[Ref, int, int], cp_model.IntVar] = {}
        self.moves: dict[tuple[Ref, int, int], cp_model.IntVar] = {}
        self.stays: dict[Ref, cp_model.IntVar] = {}
        self.changed: dict[int, cp_model.IntVar] = {}
        begins = [literal for day in range(problem.days) for literal in self._add_day(day)]
        self.model.add_exactly_one(begins)
        self._widen()
        self._add_moves()
        cost = [SEAT * literal for literal in self.moves.values()]
        self.model.minimize(sum(cost) + PERSON * sum(self.changed.values()))

    def solve(self, seed: int) -> Swap | None:
        """The next swap, which is ruled out from then on; `None` when there is none."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = EFFORT
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        takes = {key: literal for key, literal in self.takes.items() if solver.boolean_value(literal)}
        moves = {key: literal for key, literal in self.moves.items() if solver.boolean_value(literal)}
        self.model.add_bool_or([literal.negated() for literal in (*takes.values(), *moves.values())])
        return Swap({ref: (who, day) for ref, who, day in takes}, {ref: (who, day) for ref, who, day in moves})

    def _add_day(self, day: int) -> Literals:
        """The unserved seats at each start on that day; one literal for each start."""
        begins: Literals = []
        taken: dict[Ref, Literals] = defaultdict(list)
        for start in _starts(self.problem, self.refs[0], day):
            begin = self.model.new_bool_var("")
            for ref in self.refs:
                service = _service(self.problem, ref, self._own_start(ref, start))
                for person in range(len(self.problem.persons)):
                    if self._may(person, ref, day, service):
                        self._add_take(ref, person, day, begin, service)
                    elif (ref, person, day) in self.takes:
                        self.model.add_implication(begin, self.takes[ref, person, day].negated())
            begins.append(begin)
        for (ref, _, when), literal in self.takes.items():
            if when == day:
                taken[ref].append(literal)
        for ref in self.refs if begins else ():
            self.model.add(sum(taken[ref]) == sum(begins))
        for person in range(len(self.problem.persons)):
            crew = [self.takes[ref, person, day] for ref in self.refs if (ref, person, day) in self.takes]
            if len(crew) > 1:
                self.model.add_at_most_one(crew)
        return begins

    def _add_take(self, ref: Ref, person: int, day: int, begin: cp_model.IntVar, service: Service) -> None:
        """What of the person's day must make way when they take the seat at this start."""
        key = (ref, person, day)
        if key not in self.takes:
            self.takes[key] = self.model.new_bool_var("")
        take = self.takes[key]
        for other in self.stops.get((person, day), ()):
            if not self._clash(person, service, self.services[other]):
                continue
            if other in self.fixed:
                self.model.add_bool_or([take.negated(), begin.negated()])
                break
            if other not in self.stays:
                self.stays[other] = self.model.new_bool_var("")
            self.model.add_bool_or([take.negated(), begin.negated(), self.stays[other].negated()])

    def _widen(self) -> None:
        """What stands in the way of somebody who could take over a seat may make way too, as far as `DEPTH` says."""
        fringe = list(self.stays)
        for _ in range(DEPTH - 1):
            found = []
            for ref in fringe if len(self.stays) < SIZE else ():
                service = self.services[ref]
                day = service.start // DAY
                for person in range(len(self.problem.persons)):
                    if person == self.owner[ref] or not self._may(person, ref, day, service):
                        continue
                    for other in self.stops.get((person, day), ()):
                        clash = other not in self.fixed and self._clash(person, service, self.services[other])
                        if clash and other not in self.stays:
                            self.stays[other] = self.model.new_bool_var("")
                            found.append(other)
            fringe = found

    def _add_moves(self) -> None:
        """Each seat that could make way stays, or goes to somebody whose other seats leave time for it."""
        for ref, stays in self.stays.items():
            service, owner = self.services[ref], self.owner[ref]
            day = service.start // DAY
            mates = {other for other in self.owner if other != ref and other[:2] == ref[:2]}
            others: Literals = []
            for person in range(len(self.problem.persons)):
                if person == owner or any(self.owner[mate] == person for mate in mates):
                    continue
                if self._may(person, ref, day, service) and self._is_free(person, day, service):
                    literal = self.moves[ref, person, day] = self.model.new_bool_var("")
                    others.append(literal)
                    self.model.add_implication(literal, self._change(person))
                    self._add_clashes(ref, person, day, literal)
            self.model.add_exactly_one([stays, *others])
            self.model.add_bool_or([stays, self._change(owner)])

    def _add_clashes(self, ref: Ref, person: int, day: int, literal: cp_model.IntVar) -> None:
        """What the person cannot do beside the seat that moves to them."""
        service = self.services[ref]
        for other, stays in self.stays.items():
            if other == ref or not self._clash(person, service, self.services[other]):
                continue
            if self.owner[other] == person:
                self.model.add_bool_or([literal.negated(), stays.negated()])
            elif (other, person, day) in self.moves:
                self.model.add_bool_or([literal.negated(), self.moves[other, person, day].negated()])
        for mine in self.refs:
            slots = windows_hold.slots_on(self.problem, mine, day)
            key = (mine, person, day)
            if key in self.takes and all(
                self._clash(person, service, _service(self.problem, mine, start))
                for slot in slots
                for start in _grid(slot.earliest, slot.latest)
            ):
                self.model.add_bool_or([literal.negated(), self.takes[key].negated()])

    def _change(self, person: int) -> cp_model.IntVar:
        if person not in self.changed:
            self.changed[person] = self.model.new_bool_var("")
        return self.changed[person]

    def _is_free(self, person: int, day: int, service: Service) -> bool:
        """Whether nothing that cannot move is in the person's way."""
        return not any(
            self._clash(person, service, self.services[other])
            for other in self.stops.get((person, day), ())
            if other not in self.stays
        )

    def _own_start(self, ref: Ref, start: int) -> int:
        if ref.kind == "shift":
            return start
        return crew_together.starts_for(self.problem.tasks[ref.item], ref.seat, start)[0]

    def _may(self, person: int, ref: Ref, day: int, service: Service) -> bool:
        """Whether the person may take the seat then, if it is all they do."""
        entry = available_that_day.on_day(self.problem, person, day)
        if entry is None or not all(rule(self.problem, person, ref, day) for rule in RULES):
            return False
        ways = self.problem.travel[self.problem.persons[person].mode]
        first = entry.spans[0].start + int(ways[entry.start_place, service.place])
        last = entry.spans[-1].end - int(ways[service.end_place, entry.end_place])
        whole = any(span.start <= service.start and service.end <= span.end for span in entry.spans)
        return whole and first <= service.start and service.end <= last

    def _clash(self, person: int, one: Service, other: Service) -> bool:
        """Whether the person cannot do both."""
        first, second = sorted((one, other), key=lambda service: (service.start, service.end))
        way = int(self.problem.travel[self.problem.persons[person].mode][first.end_place, second.place])
        return second.start - first.end < way


def _service(problem: Problem, ref: Ref, start: int) -> Service:
    return Service(*problem.places_of(ref), start, start + problem.duration_of(ref))


def _starts(problem: Problem, ref: Ref, day: int) -> list[int]:
    """Starts of the first seat to try on that day."""
    slots = windows_hold.slots_on(problem, ref, day)
    return sorted(
        {
            start
            for slot in slots
            if slot.latest >= problem.frozen_until
            for start in _grid(max(slot.earliest, problem.frozen_until), slot.latest)
        }
    )


def _grid(first: int, last: int) -> list[int]:
    return sorted({first + (last - first) * step // (STARTS - 1) for step in range(STARTS)})
