"""One or several searches of the same problem at once, which exchange their best plans at fixed moments."""

from __future__ import annotations

import numpy as np

from solver.flow import columns as c
from solver.flow.machine import adopt, anneal, build, keep, prepare, restore
from solver.flow.packing import pack
from solver.flow.tables import Tables
from solver.flow.unpacking import best_duties
from solver.former import Former
from solver.plan import Cost, Plan
from solver.problem import Problem, Ref
from solver.search.pace import Pace
from solver.search.rounds import search_on
from solver.telling import cost_of_duties, plan_of

FEWEST = 100
"""Rounds between two looks at the clock, at the least."""
FIXED = frozenset({"travel", "seat", "unit", "person", "rate", "lists", "windows", "extra", "logarithm", "heat"})
BEST = [c.BEST_MISSED, c.BEST_LEFT, c.BEST_TOTAL]


class Team:
    """The searches. All of them begin with the same first plan; each goes on with its own random numbers."""

    def __init__(self, problem: Problem, seed: int, workers: int) -> None:
        self.problem = problem
        self.made, first = pack(problem, seed)
        self.tables = [first]
        self.workers = workers

    @property
    def best(self) -> Tables:
        """The search whose best plan is the best of all."""
        return min(self.tables, key=_key)

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
        taken = self._adopt(w, former)
        for unit in np.argsort(w.unit[:, c.RANK], kind="stable"):
            if pace.late():
                break
            if int(unit) not in taken:
                build(w, int(unit))
        keep(w)
        self.tables += [self._copy(w, number) for number in range(1, self.workers)]

    def _adopt(self, w: Tables, former: Former) -> set[int]:
        """The units of the earlier plan that could be taken over."""
        route = {person: number for number, (person, _) in enumerate(self.made.workdays)}
        wishes: list[tuple[int, int, list[tuple[int, int]]]] = []
        for number, unit in enumerate(self.made.units):
            refs = [Ref("task", item, seat) for item in unit for seat in range(len(self.problem.tasks[item].seats))]
            seats = [(former[ref][2], route.get(former[ref][0], -1)) for ref in refs if ref in former]
            if len(seats) == len(refs) and all(number >= 0 for _, number in seats):
                wishes.append((min(start for start, _ in seats), number, seats))
        taken = set()
        for _, number, seats in sorted(wishes):
            w.order[: len(seats)] = seats
            if adopt(w, number):
                taken.add(number)
        return taken

    def _copy(self, w: Tables, number: int) -> Tables:
        arrays = {name: array if name in FIXED else array.copy() for name, array in w.arrays.items()}
        arrays["rng"] = arrays["rng"] * np.uint64(6364136223846793005) + np.uint64(2 * number + 1)
        return Tables(**arrays)

    def improve(self, pace: Pace) -> None:
        """Search until the budget is spent."""
        if self.made.units:
            search_on(self.tables, anneal, self.exchange, pace, self.cost, FEWEST)

    def exchange(self) -> None:
        """Let every search whose best plan is worse go on from the best of all."""
        best = self.best
        for w in self.tables:
            if w is not best and _key(w) > _key(best):
                w.best[:] = best.best
                for entry in (*BEST, c.SAVED):
                    w.tally[entry] = best.tally[entry]
                restore(w)


def _key(w: Tables) -> tuple[int, ...]:
    return tuple(int(value) for value in w.tally[BEST])
