"""What is asked of CP-SAT, as plain numbers: who can take which seat on which day, ways and order left out.

Every plan obeys it, so its optimum bounds levels 1 and 2. It holds the scarcest work only, as much as `SIZE` allows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from solver.bounds.counting import Counted
from solver.bounds.ways import Numbers, Unit
from solver.problem import Problem, Ref
from solver.rules import role_mix_holds, series_gap

SIZE = 12_000
"""Most pairs of a seat and a duty that are asked about."""


@dataclass(slots=True)
class SeatAsked:
    """One seat: its duration, and the duties (`pd = person × days + day`) that may hold it with the span in which it is
    then taken for certain (empty: end ≤ start).
    """

    duration: int
    duties: list[int]
    first: list[int]
    end: list[int]


@dataclass(slots=True)
class UnitAsked:
    """What is served whole, what it counts at its level, and whether it must be served."""

    mandatory: bool
    amount: int
    pinned: bool
    seats: list[SeatAsked]


@dataclass(slots=True)
class Question:
    """The relaxation; units by their place in `units`, lost ones left out.

    - `room`: duty → most seconds of service. `together`: at most so many seconds in these duties; `days_used`: at most
      so many of these duties.
    - `apart`: of these (unit, day) at most one. `follows`: the first only if the second.
    - `mixes`: units of which none is served without so many of these (seat's unit, duty).
    """

    days: int
    units: list[UnitAsked]
    room: list[tuple[int, int]]
    together: list[tuple[list[int], int]]
    days_used: list[tuple[list[int], int]]
    apart: list[list[tuple[int, int]]]
    follows: list[tuple[int, int]]
    mixes: list[tuple[list[int], list[tuple[int, int]], int]]

    @property
    def size(self) -> int:
        """Pairs of a seat and a duty."""
        return sum(len(seat.duties) for unit in self.units for seat in unit.seats)


def read_question(plain: dict[str, Any]) -> Question:
    """A question from its plain form."""
    units = [UnitAsked(**{**unit, "seats": [SeatAsked(**seat) for seat in unit["seats"]]}) for unit in plain["units"]]
    return Question(**{**plain, "units": units})


def question_of(problem: Problem, counted: Counted, *, optional: bool) -> Question:
    """The question about mandatory work alone, or (`optional`) about all."""
    asked = _Asking(problem, counted, optional)
    return Question(
        days=problem.days,
        units=[asked.unit(unit) for unit in asked.units],
        room=asked.room(),
        together=asked.together(),
        days_used=asked.days_used(),
        apart=asked.apart(),
        follows=asked.follows(),
        mixes=asked.mixes(),
    )


class _Asking:
    def __init__(self, problem: Problem, counted: Counted, optional: bool) -> None:
        self.problem, self.counted = problem, counted
        self.units = self._chosen(optional)
        self.place = {unit.number: place for place, unit in enumerate(self.units)}
        self.duties = sorted({int(pd) for unit in self.units for ref in unit.refs for pd in self._duties(ref)})

    def _chosen(self, optional: bool) -> list[Unit]:
        """Units that can be served: pinned ones, then those with the fewest ways, as many as may be asked about."""
        size, chosen = 0, []
        able = [unit for unit in self.counted.units if unit.number not in self.counted.lost]
        able = [unit for unit in able if unit.pinned or (unit.amount and (optional or unit.mandatory))]
        for unit in sorted(able, key=lambda unit: (not unit.pinned, self._weight(unit))):
            size += self._weight(unit)
            if size > SIZE:
                break
            chosen.append(unit)
        return sorted(chosen, key=lambda unit: unit.number)

    def _weight(self, unit: Unit) -> int:
        return sum(len(self._duties(ref)) for ref in unit.refs)

    def _duties(self, ref: Ref) -> Numbers:
        return self.counted.starts[ref].duties

    def unit(self, unit: Unit) -> UnitAsked:
        """The unit with its seats."""
        seats = []
        for ref in unit.refs:
            starts, duration = self.counted.starts[ref], self.problem.duration_of(ref)
            ends = (starts.earliest + duration).tolist()
            seats.append(SeatAsked(duration, starts.duties.tolist(), starts.latest.tolist(), ends))
        return UnitAsked(unit.mandatory, unit.amount, unit.pinned, seats)

    def room(self) -> list[tuple[int, int]]:
        """What service a duty can hold."""
        found = []
        for pd in self.duties:
            person, day = divmod(pd, self.problem.days)
            who = self.problem.persons[person]
            spans = next(entry.spans for entry in who.availability if entry.day == day)
            found.append((pd, min(who.max_day, sum(span.end - span.start for span in spans))))
        return found

    def together(self) -> list[tuple[list[int], int]]:
        """Hours of weeks and months."""
        groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        for pd in self.duties:
            person, day = divmod(pd, self.problem.days)
            groups[person, "week", self.problem.weeks[day]].append(pd)
            groups[person, "month", self.problem.months[day]].append(pd)
        found = []
        for (person, kind, label), duties in groups.items():
            who = self.problem.persons[person]
            limit = who.max_week if kind == "week" else who.max_month
            if limit is not None:
                before = 0 if kind == "week" else who.month_before.get(label, 0)
                found.append((duties, max(0, limit - before)))
        return found

    def days_used(self) -> list[tuple[list[int], int]]:
        """Days of a week with a duty, and days in succession."""
        found, days = [], self.problem.days
        for number, person in enumerate(self.problem.persons):
            own = [pd for pd in self.duties if pd // days == number]
            for label in sorted(set(self.problem.weeks)):
                week = [pd for pd in own if self.problem.weeks[pd % days] == label]
                if len(week) > person.max_days:
                    found.append((week, person.max_days))
            if person.max_run is None:
                continue
            for first in range(-person.run_before, days - person.max_run):
                inside = [pd for pd in own if max(0, first) <= pd % days <= first + person.max_run]
                if inside:
                    found.append((inside, person.max_run - max(0, -first)))
        return found

    def apart(self) -> list[list[tuple[int, int]]]:
        """Days of a series that are too close for two of its tasks."""
        found = []
        days = range(self.problem.days)
        for series in self.problem.series:
            held = [self.place[item] for item in series.tasks if item in self.place]
            for one, other in combinations(held, 2):
                for day in days:
                    close = [(other, near) for near in days if not series_gap.allows(series, (day,), near)]
                    if close:
                        found.append([(one, day), *close])
        return found

    def follows(self) -> list[tuple[int, int]]:
        """What needs what."""
        return [
            (self.place[link.second], self.place[link.first])
            for link in self.problem.precedences
            if link.first in self.place and link.second in self.place
        ]

    def mixes(self) -> list[tuple[list[int], list[tuple[int, int]], int]]:
        """Roles without which a shift is not staffed, where all of its seats are asked about or lost."""
        found = []
        for item, shift in enumerate(self.problem.shifts):
            units = [unit for unit in self.counted.units if unit.refs[0][:2] == ("shift", item)]
            held = [self.place[unit.number] for unit in units if unit.number in self.place]
            lost = [unit for unit in units if unit.number in self.counted.lost]
            for mix in role_mix_holds.missing(shift, ()) if len(held) + len(lost) == len(units) else ():
                fitting = [
                    (place, int(pd))
                    for place in held
                    for pd in self._duties(self.units[place].refs[0])
                    if self.problem.persons[int(pd) // self.problem.days].role in mix.roles
                ]
                found.append((held, fitting, mix.at_least))
        return found
