"""Small roster problems as a whole, by CP-SAT: each person a path through days and states, all beside each other.

Levels are minimised one after the other. It runs with a deterministic limit, so that it finds the same every time.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from solver.plan import Cost
from solver.posts.layout import Layout
from solver.posts.rostering import plain_after
from solver.posts.sheet import MOST, NEVER, RISE, SHORT, SQUARE, STEEP, WEEKEND, WORK, Sheet
from solver.posts.staffing import Roster, Staffing, roster_of
from solver.search.pace import TELL_EVERY, Pace

EFFORT = 3.0
"""Deterministic time of CP-SAT for each level: about so many seconds."""
SMALL = 1_000
"""Arcs of all persons' paths that a model may have."""
Sum = cp_model.LinearExprT


def improved(
    layout: Layout, staffing: Staffing, seed: int, pace: Pace, cost: Callable[[], Cost]
) -> tuple[Staffing, bool]:
    """The best staffing that is found, and whether it is proved that there is no better; `cost`: to tell progress."""
    arcs = [_arcs(sheet) for sheet in layout.sheets]
    if sum(len(found) for found in arcs) > SMALL:
        return staffing, False
    model = _Model(layout, arcs)
    model.hint(staffing)
    proved = True
    for level in range(3):
        solver = _solve(model.model, seed, pace, cost, model.levels[level])
        if solver is None:
            return staffing, False
        staffing, value = model.staffing(solver), round(solver.objective_value)
        proved = proved and round(solver.best_objective_bound) >= value
        model.model.add(model.levels[level] <= value)
        model.model.clear_hints()  # type: ignore[no-untyped-call]
        model.hint(staffing)
    return staffing, proved


def _solve(
    model: cp_model.CpModel, seed: int, pace: Pace, cost: Callable[[], Cost], level: Sum
) -> cp_model.CpSolver | None:
    """A solver that holds a solution, or `None`. It runs beside a watch that tells progress and stops it."""
    model.minimize(level)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = EFFORT
    status: list[cp_model.CpSolverStatus] = []
    work = threading.Thread(target=lambda: status.append(solver.solve(model)))
    work.start()
    while work.is_alive():
        work.join(TELL_EVERY)
        pace.beat(cost)
        if pace.over():
            solver.stop_search()
    return solver if status and status[0] in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


Arc = tuple[int, int, int, int]
"""Day, state before, choice, state after."""


def _arcs(sheet: Sheet) -> list[Arc]:
    """Every step that some roster of the person takes, tallies left out."""
    found: list[Arc] = []
    nodes = {0}
    for day in range(len(sheet.first) - 1):
        then: set[int] = set()
        for node in sorted(nodes):
            for choice in range(int(sheet.first[day]), int(sheet.first[day + 1])):
                state = int(plain_after(node, sheet.kind, choice, sheet.may, sheet.rules))
                if state >= 0:
                    found.append((day, node, choice, state))
                    then.add(state)
        nodes = then
        if len(found) > SMALL:
            break
    return found


class _Model:
    """The model of a layout. `levels`: mandatory seats missed, optional weight left, hundredths of a second."""

    def __init__(self, layout: Layout, arcs: list[list[Arc]]) -> None:
        self.layout, self.arcs, self.model = layout, arcs, cp_model.CpModel()
        self.taken = [[self.model.new_bool_var("") for _ in found] for found in arcs]
        self.there: dict[int, list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        self.costs: list[Sum] = []
        for person, sheet in enumerate(layout.sheets):
            self._path(person)
            self._posts_and_costs(person, sheet)
            for tally in range(sheet.amount.shape[1]):
                if tally == sheet.rules[WEEKEND]:
                    self._weekends(person, sheet, tally)
                else:
                    self._tally(person, sheet, tally)
        self._mixes()
        self.levels = self._levels()

    def _path(self, person: int) -> None:
        into: dict[tuple[int, int], list[Sum]] = defaultdict(list)
        out: dict[tuple[int, int], list[Sum]] = defaultdict(list)
        for (day, node, _, then), arc in zip(self.arcs[person], self.taken[person], strict=True):
            out[day, node].append(arc)
            into[day + 1, then].append(arc)
        for key, leaving in out.items():
            self.model.add(sum(leaving) == (sum(into[key]) if key[0] else 1))
        for key, arriving in into.items():
            if key not in out and key[0] < self.layout.problem.days:
                self.model.add(sum(arriving) == 0)

    def _posts_and_costs(self, person: int, sheet: Sheet) -> None:
        for (_, _, choice, _), arc in zip(self.arcs[person], self.taken[person], strict=True):
            self.costs.append(int(sheet.own[choice]) * arc)
            for post in sheet.choices[choice].posts:
                self.there[post].append((person, arc))

    def _tally(self, person: int, sheet: Sheet, tally: int) -> None:
        parts: dict[int, list[Sum]] = defaultdict(list)
        for (day, _, choice, _), arc in zip(self.arcs[person], self.taken[person], strict=True):
            if sheet.amount[choice, tally]:
                parts[int(sheet.period[tally, day])].append(int(sheet.amount[choice, tally]) * arc)
        for period in range(int(sheet.period[tally].max()) + 1):
            total, row = sum(parts[period]), [int(value) for value in sheet.terms[tally, period]]
            most = int(sheet.amount[:, tally].max()) * len(sheet.first)
            if row[MOST] < NEVER:
                self.model.add(total <= row[MOST])
            for column in (RISE, STEEP):
                if row[column + 1]:
                    self._at_least(total - row[column], row[column + 1], most)
            if row[SHORT + 1]:
                self._at_least(row[SHORT] - total, row[SHORT + 1], row[SHORT])
            if row[SQUARE]:
                self._square(total + row[SQUARE + 1], row[SQUARE], max(0, most + row[SQUARE + 1]))

    def _at_least(self, amount: Sum, rate: int, most: int) -> None:
        over = self.model.new_int_var(0, most, "")
        self.model.add(over >= amount)
        self.costs.append(rate * over)

    def _square(self, amount: Sum, rate: int, most: int) -> None:
        """The square of what is above zero, by its tangents between whole numbers."""
        square = self.model.new_int_var(0, most * most, "")
        for step in range(most + 1):
            self.model.add(square >= (2 * step + 1) * amount - step * (step + 1))
        self.costs.append(rate * square)

    def _weekends(self, person: int, sheet: Sheet, tally: int) -> None:
        weekends = self.layout.problem.weekends
        worked = {number: self.model.new_bool_var("") for number in sorted(set(weekends) - {-1})}
        for (day, _, choice, _), arc in zip(self.arcs[person], self.taken[person], strict=True):
            if weekends[day] >= 0 and sheet.kind[choice, WORK]:
                self.model.add_implication(arc, worked[weekends[day]])
        self.model.add(sum(worked.values()) <= int(sheet.terms[tally, 0, MOST]))

    def _mixes(self) -> None:
        for shift, numbers in self.layout.mixed.items():
            posts = np.flatnonzero(self.layout.of_shift == shift)
            people = [found for post in posts for found in self.there[int(post)]]
            staffed = self.model.new_bool_var("")
            for _, arc in people:
                self.model.add_implication(arc, staffed)
            for mix in (self.layout.mixes[number] for number in numbers):
                self.model.add(sum(arc for person, arc in people if mix.counts[person]) >= mix.least * staffed)

    def _levels(self) -> list[Sum]:
        levels: list[list[Sum]] = [[], [], list(self.costs)]
        for number, post in enumerate(self.layout.posts):
            seats = [self.model.new_bool_var("") for _ in post.seats]
            self.model.add(sum(arc for _, arc in self.there[number]) == sum(seats))
            for one, other in pairwise(seats):
                self.model.add_implication(other, one)
            for level, terms in enumerate(levels):
                terms += [-saving[level] * seat for saving, seat in zip(post.savings, seats, strict=True)]
        return [sum(terms) for terms in levels]

    def hint(self, staffing: Staffing) -> None:
        """Begin with this staffing."""
        for person, roster in enumerate(staffing.rosters):
            assert roster is not None
            steps = set(_steps(self.layout.sheets[person], roster))
            for arc, taken in zip(self.arcs[person], self.taken[person], strict=True):
                self.model.add_hint(taken, arc in steps)

    def staffing(self, solver: cp_model.CpSolver) -> Staffing:
        """What the solver found."""
        made = Staffing(self.layout)
        for person in range(len(self.layout.sheets)):
            choices = [
                arc[2]
                for arc, taken in zip(self.arcs[person], self.taken[person], strict=True)
                if solver.boolean_value(taken)
            ]
            made.put(person, roster_of(self.layout, person, choices))
        return made


def _steps(sheet: Sheet, roster: Roster) -> list[Arc]:
    found, node = [], 0
    for day, choice in enumerate(roster.choices):
        then = int(plain_after(node, sheet.kind, choice, sheet.may, sheet.rules))
        found.append((day, node, choice, then))
        node = then
    return found
