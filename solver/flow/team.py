"""One or several searches of the same problem at once, which exchange their best plans at fixed moments."""

from __future__ import annotations

import numpy as np

from solver.flow import columns as c
from solver.flow.earlier import Earlier
from solver.flow.machine import adopt, anneal, build, keep, prepare, restore
from solver.flow.packing import pack
from solver.flow.tables import Tables
from solver.flow.unpacking import best_duties
from solver.former import Former
from solver.plan import Cost, Plan
from solver.problem import Problem
from solver.search.pace import Pace
from solver.search.rounds import search_on
from solver.search.side_by_side import SideBySide
from solver.telling import cost_of_duties, plan_of

FEWEST = 100
"""Rounds between two looks at the clock, at the least."""


class Team(SideBySide[Tables]):
    """The searches. All of them begin with the same first plan; each goes on with its own random numbers."""

    FIXED = frozenset({"travel", "seat", "unit", "person", "rate", "lists", "windows", "extra", "logarithm", "heat"})
    KEPT = ("best",)
    BEST = (c.BEST_MISSED, c.BEST_LEFT, c.BEST_TOTAL)
    TOLD = (c.SAVED,)

    def __init__(self, problem: Problem, seed: int, workers: int) -> None:
        self.problem = problem
        self.made, first = pack(problem, seed)
        super().__init__(first, restore)
        self.workers = workers

    def cost(self) -> Cost:
        """Cost of the best plan so far."""
        return cost_of_duties(self.problem, best_duties(self.made, self.best))

    def plan(self, iterations: int, seconds: float) -> Plan:
        """The best plan so far."""
        return plan_of(self.problem, best_duties(self.made, self.best), iterations, seconds)

    def first_plan(self, former: Former, pace: Pace) -> None:
        """Take over an earlier plan, serve what else can be, the scarcest first, and copy that for every search."""
        w = self.tables[0]
        prepare(w)
        taken = self._take_over(former)
        keep(w)
        for unit in np.argsort(w.unit[:, c.RANK], kind="stable"):
            if pace.late():
                break
            if int(unit) not in taken:
                build(w, int(unit))
        keep(w)
        self.multiply(self.workers)

    def _take_over(self, former: Former) -> set[int]:
        """Lay out an earlier plan in the order of its starts; the units for which that went well."""
        w, taken = self.tables[0], set()
        earlier = Earlier(self.made, former)
        for number in earlier.units:
            crews, rows = earlier.rows_of(number, w)
            w.order[: len(rows)] = rows
            if adopt(w, number, crews):
                earlier.stands(number)
                taken.add(number)
        return taken

    def improve(self, pace: Pace) -> None:
        """Search until the budget is spent."""
        if self.made.units:
            search_on(self.tables, anneal, self.exchange, pace, self.cost, FEWEST)
