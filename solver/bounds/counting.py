"""Bounds by counting: work that nobody can do, and more seats at one moment than persons for them.

What counting proves comes with its certificate. Units that one certificate names are not named by another of its level,
so the amounts add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from solver.bounds.matching import Matching
from solver.bounds.ways import Starts, Unit, Ways
from solver.plan import Certificate
from solver.problem import Problem, Ref

Level = Literal[1, 2]


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting proves. `lost`: units that no plan serves; `starts`: of every seat."""

    certificates: tuple[Certificate, ...]
    units: tuple[Unit, ...]
    lost: frozenset[int]
    starts: Mapping[Ref, Starts]

    @property
    def missed(self) -> int:
        """No plan misses less."""
        return sum(one.amount for one in self.certificates if one.level == 1)

    @property
    def left(self) -> int:
        """No plan that misses no more than `missed` leaves less."""
        return sum(one.amount for one in self.certificates if one.level == 2)


def count(problem: Problem, late: Callable[[], bool] = lambda: False) -> Counted:
    """All that counting proves of this problem; nothing at all when it becomes late before it is done."""
    counting = _Count(problem)
    for unit in counting.units:
        if late():
            return Counted((), (), frozenset(), {})
        counting.look_at(unit)
    return counting.done()


class _Count:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        ways = Ways(problem)
        self.units = ways.units
        self.unit_of = {ref: unit for unit in self.units for ref in unit.refs}
        self.ways = ways
        self.starts: dict[Ref, Starts] = {}
        self.found: list[Certificate] = []
        self.lost: set[int] = set()
        self.named: set[int] = set()

    def done(self) -> Counted:
        """Certificates of what hangs on lost units, then of moments."""
        while self._following():
            pass
        self._at_once(1)
        self._at_once(2)
        return Counted(tuple(self.found), tuple(self.units), frozenset(self.lost), self.starts)

    def look_at(self, unit: Unit) -> None:
        """Lose the unit when nobody, or no crew, could serve it."""
        self.starts |= {ref: self.ways.starts(ref) for ref in unit.refs}
        empty = tuple(ref for ref in unit.refs if not len(self.starts[ref].duties))
        if empty:
            self._lose(unit, "nobody", empty)
        elif len(unit.refs) > 1 and not any(self._has_crew(unit, day) for day in range(self.problem.days)):
            self._lose(unit, "crew", unit.refs)

    def _has_crew(self, unit: Unit, day: int) -> bool:
        days, duties = self.problem.days, [self.starts[ref].duties for ref in unit.refs]
        able = [(own[own % days == day] // days).tolist() for own in duties]
        matching = Matching(able)
        return all(matching.add(seat) is None for seat in range(len(able)))

    def _following(self) -> bool:
        """Lose what may only follow something lost; whether there was any."""
        new = [link for link in self.problem.precedences if link.first in self.lost and link.second not in self.lost]
        for link in new[:1]:
            self._lose(self.units[link.second], "follows", self.units[link.second].refs, self.units[link.first].refs)
        return bool(new)

    def _lose(
        self,
        unit: Unit,
        ground: Literal["nobody", "crew", "follows"],
        refs: tuple[Ref, ...],
        beside: tuple[Ref, ...] = (),
    ) -> None:
        self.lost.add(unit.number)
        self.named.add(unit.number)
        if unit.amount:
            level: Level = 1 if unit.mandatory else 2
            persons = self._persons(refs)
            self.found.append(
                Certificate(ground=ground, level=level, refs=refs, persons=persons, amount=unit.amount, beside=beside)
            )

    def _persons(self, refs: Iterable[Ref]) -> tuple[int, ...]:
        return tuple(sorted({who for ref in refs for who in self._able(ref)}))

    def _able(self, ref: Ref) -> list[int]:
        """Whoever could take the seat on some day."""
        able: list[int] = np.unique(self.starts[ref].duties // self.problem.days).tolist()
        return able

    # -- more seats at one moment than persons ------------------------------------------------------------------------

    def _at_once(self, level: Level) -> None:
        """Look at each moment at which some seat begins to be taken for certain."""
        held = {
            ref: span
            for unit in self.units
            if unit.number not in self.named and (unit.mandatory or level == 2) and unit.amount
            for ref in unit.refs
            for span in [self._held(ref)]
            if span is not None
        }
        for moment in sorted({first for first, _ in held.values()}):
            self._at(moment, [ref for ref, (first, end) in held.items() if first <= moment < end], level)

    def _held(self, ref: Ref) -> tuple[int, int] | None:
        """The span in which the seat is taken, whoever takes it and whenever; `None`: there is none."""
        starts = self.starts[ref]
        first, end = int(starts.latest.max()), int(starts.earliest.min()) + self.problem.duration_of(ref)
        return (first, end) if first < end else None

    def _at(self, moment: int, refs: list[Ref], level: Level) -> None:
        """Match these seats, dear ones first; name the sets that have too few persons."""
        free = [ref for ref in refs if self.unit_of[ref].number not in self.named]
        seats = sorted(free, key=lambda ref: (not self.unit_of[ref].mandatory, -_worth(self.unit_of[ref]), ref))
        matching = Matching([self._able(ref) for ref in seats])
        tight = [found for seat in range(len(seats)) if (found := matching.add(seat)) is not None]
        for group in joined(tight):
            self._name(moment, [seats[seat] for seat in sorted(group)], level)

    def _name(self, moment: int, refs: list[Ref], level: Level) -> None:
        persons = self._persons(refs)
        losing = [ref for ref in refs if self.unit_of[ref].mandatory == (level == 1)]
        counts = Counter(self.unit_of[ref] for ref in losing)
        amount = least_lost([(seats, unit.amount) for unit, seats in counts.items()], len(refs) - len(persons))
        self.named.update(self.unit_of[ref].number for ref in refs)
        self.found.append(
            Certificate(
                ground="at_once",
                level=level,
                refs=tuple(losing),
                persons=persons,
                amount=amount,
                beside=tuple(ref for ref in refs if ref not in losing),
                moment=moment,
            )
        )


def _worth(unit: Unit) -> Fraction:
    return Fraction(unit.amount, len(unit.refs))


def least_lost(units: Iterable[tuple[int, int]], excess: int) -> int:
    """No more than what is lost when units with so many seats and such amounts give up `excess` seats."""
    lost, rest = 0, excess
    for seats, amount in sorted(units, key=lambda unit: Fraction(unit[1], unit[0])):
        lost += -(-amount * min(seats, rest) // seats)
        rest -= min(seats, rest)
    return lost


def joined(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The unions of sets that overlap."""
    found: list[frozenset[int]] = []
    for one in sets:
        apart = [other for other in found if other.isdisjoint(one)]
        found = [*apart, one.union(*(other for other in found if other not in apart))]
    return found
