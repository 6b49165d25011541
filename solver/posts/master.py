"""The master: which of the rosters known so far go best together when they may be shared out in parts, as a linear
program. Its duals are the prices at which better rosters are looked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from solver.posts.layout import Layout
from solver.posts.sheet import NEVER, Ints
from solver.posts.staffing import Roster, Staffing


@dataclass(frozen=True, slots=True)
class Duals:
    """Prices of posts by person (0 for no post at last), and what each person's part is worth; hundredths of a second.

    `values[p]`: share of each of the person's rosters, in the order in which they were added. `cost`: of the program.
    """

    prices: dict[int, Ints]
    worth: dict[int, int]
    values: dict[int, list[float]]
    cost: float


class Master:
    """Rosters of the persons `free`, beside what those of all others leave open."""

    def __init__(self, layout: Layout, free: list[int], others: Staffing) -> None:
        self.layout, self.free = layout, free
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_dual_simplex: false")
        self.objective: Any = self.solver.Objective()
        self.persons = {person: self.solver.Constraint(1, 1) for person in free}
        self.posts: list[Any] = [self.solver.Constraint(0, 0) for _ in layout.posts]
        self.rosters: dict[int, list[Roster]] = {person: [] for person in free}
        self.shares: dict[int, list[Any]] = {person: [] for person in free}
        self.mixes: list[Any] = []
        self.staffed: dict[int, Any] = {}
        self._open_seats(others)
        self._mixes(others)

    def _open_seats(self, others: Staffing) -> None:
        for row, worth, count in zip(self.posts, self.layout.rough, others.counts, strict=True):
            open_ = worth[int(count) :]
            groups: dict[int, int] = defaultdict(int)
            for value in open_[open_ > -NEVER]:
                groups[int(value)] += 1
            for value, seats in groups.items():
                seat = self.solver.NumVar(0, seats, "")
                row.SetCoefficient(seat, -1)
                self.objective.SetCoefficient(seat, -value)

    def _mixes(self, others: Staffing) -> None:
        staff = others.staff()
        opened: dict[int, Any] = {}
        for shift in self.layout.mixed:
            opened[shift] = self.solver.NumVar(1 if staff[shift] else 0, 1, "")
            row = self.staffed[shift] = self.solver.Constraint(-self.solver.infinity(), 0)
            row.SetCoefficient(opened[shift], -len(self.layout.problem.shifts[shift].seats))
        for mix, there in zip(self.layout.mixes, others.mixed, strict=True):
            row = self.solver.Constraint(-int(there), self.solver.infinity())
            row.SetCoefficient(opened[mix.shift], -mix.least)
            short = self.solver.NumVar(0, self.solver.infinity(), "")
            row.SetCoefficient(short, 1)
            self.objective.SetCoefficient(short, float(4 * int(self.layout.rough.max(initial=1))))
            self.mixes.append(row)

    def add(self, person: int, roster: Roster) -> None:
        """One more roster of this person."""
        share = self.solver.NumVar(0, self.solver.infinity(), "")
        self.persons[person].SetCoefficient(share, 1)
        for post in roster.posts:
            self.posts[post].SetCoefficient(share, 1)
        for shift in self.layout.of_shift[roster.posts] if self.layout.mixes else ():
            numbers = self.layout.mixed.get(int(shift), ())
            if numbers:
                self.staffed[int(shift)].SetCoefficient(share, 1)
            for number in numbers:
                if self.layout.mixes[number].counts[person]:
                    self.mixes[number].SetCoefficient(share, 1)
        self.objective.SetCoefficient(share, roster.cost)
        self.rosters[person].append(roster)
        self.shares[person].append(share)

    def fix(self, person: int, number: int) -> None:
        """Give this person this roster for good."""
        for other, share in enumerate(self.shares[person]):
            share.SetUb(1.0 if other == number else 0.0)

    def solve(self) -> Duals | None:
        """Solve the program; `None` when it cannot be solved."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        common = np.zeros(len(self.posts) + 1, np.int64)
        common[:-1] = [-round(row.dual_value()) for row in self.posts]
        mixes = [round(row.dual_value()) for row in self.mixes]
        for number, shift in enumerate(self.layout.of_shift):
            if int(shift) in self.staffed:
                common[number] -= round(self.staffed[int(shift)].dual_value())
        return Duals(
            prices={person: self._prices(person, common, mixes) for person in self.free},
            worth={person: round(row.dual_value()) for person, row in self.persons.items()},
            values={person: [share.solution_value() for share in shares] for person, shares in self.shares.items()},
            cost=self.objective.Value(),
        )

    def _prices(self, person: int, common: Ints, mixes: list[int]) -> Ints:
        if not mixes:
            return common
        prices = common.copy()
        for number, shift in enumerate(self.layout.of_shift):
            for mix in self.layout.mixed.get(int(shift), ()):
                prices[number] -= mixes[mix] * int(self.layout.mixes[mix].counts[person])
        return prices
