"""One or several searches of the same problem at once, which exchange their best plans at fixed moments."""

from __future__ import annotations

import numpy as np

from solver.engine import columns as c
from solver.engine.machine import adopt, anneal, build, queue_up, restore, tidy
from solver.engine.packing import pack
from solver.engine.tables import Tables
from solver.engine.unpacking import best_duties, forced_left, to_plan
from solver.former import Former
from solver.packed import STEPS
from solver.plan import Cost, Plan
from solver.problem import Problem
from solver.search.pace import Pace
from solver.search.rounds import search_on
from solver.search.side_by_side import SideBySide
from solver.telling import cost_of_duties

BLOCK = 100
"""Units that are placed between two looks at the clock."""
FEWEST = 10
"""Rounds between two looks at the clock, at the least."""
PATIENCE = 40
"""Blocks of rounds that pins may take beyond the budget."""


class Team(SideBySide[Tables]):
    """The searches. All of them begin with the same first plan; each goes on with its own random numbers."""

    FIXED = frozenset(
        {"travel", "back", "seat", "unit", "workday", "week", "month", "series", "kit", "mix", "link", "slots"}
        | {"slot_at", "bundle", "order", "most", "least"}
        | {"spans", "lists", "fit", "extra", "liked", "above", "rate", "logarithm", "heat"}
    )
    KEPT = ("best_duty", "best_stop")
    BEST = (c.BEST_LACK, c.BEST_MISSED, c.BEST_LEFT, c.BEST_TOTAL)

    def __init__(self, problem: Problem, seed: int, workers: int) -> None:
        self.made, first = pack(problem, seed)
        super().__init__(first, restore)
        self.workers = workers

    def cost(self) -> Cost:
        """Cost of the best plan."""
        return cost_of_duties(self.made.problem, best_duties(self.made, self.best))

    def plan(self, iterations: int, seconds: float) -> Plan:
        """The best plan."""
        return to_plan(self.made, self.best, iterations, seconds)

    def first_plan(self, former: Former, pace: Pace) -> None:
        """Take over an earlier plan, serve what else can be served, and copy that for every search.

        Raises `PinsCannotHold` when what is pinned cannot be served.
        """
        w = self.tables[0]
        self._adopt(w, former)
        count = queue_up(w)
        forced = int(w.tally[c.LACK])
        for first in range(0, count, BLOCK):
            if first >= forced and pace.late():
                break
            build(w, first, min(count, first + BLOCK))
        tidy(w)
        for _ in range(PATIENCE):
            if not w.tally[c.BEST_LACK]:
                break
            anneal(w, BLOCK, STEPS // 2, 0)
        forced_left(self.made, w)
        w.tally[c.ITERATION] = 0
        self.multiply(self.workers)

    def _adopt(self, w: Tables, former: Former) -> None:
        wish = np.full((len(self.made.refs) or 1, 2), -1, np.int64)
        workday = {(person, entry.day): p for p, (person, entry) in enumerate(self.made.workdays)}
        for ref, (person, day, start) in former.items():
            p = workday.get((person, day), -1)
            s = self.made.number[ref]
            if p >= 0 and w.seat[s, c.CAND_A] <= w.seat[s, c.CAND_B] and self._may(w, s, p):
                wish[s] = p, start
        units = [u for u, seats in enumerate(self.made.unit_refs) if all(wish[s, 0] >= 0 for s in seats)]
        for u in sorted(units, key=lambda u: (not w.unit[u, c.FORCED], int(wish[w.unit[u, c.FIRST], 1]))):
            adopt(w, u, wish)

    @staticmethod
    def _may(w: Tables, s: int, p: int) -> bool:
        return p in w.lists[w.seat[s, c.CAND_A] : w.seat[s, c.CAND_B]]

    def improve(self, pace: Pace) -> None:
        """Search until the budget is spent."""
        search_on(self.tables, anneal, self.exchange, pace, self.cost, FEWEST)
