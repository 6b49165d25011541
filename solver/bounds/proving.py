"""Bounds of a plan that is being made: counted at once, and by CP-SAT where the plan stays away from those."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from solver.bounds.case import Case
from solver.bounds.counting import count
from solver.bounds.question import question_of
from solver.bounds.worker import SMALL, InProcess, InThread
from solver.plan import Certificate, Cost
from solver.problem import Problem
from solver.search.pace import Pace

HALF = 0.5
"""Share of a budget of seconds after which CP-SAT is asked."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`missed`: no plan misses less; `left`: no plan that misses no more than that leaves less. `None`: not proved.
    `certificates`: why, as far as counting tells.
    """

    missed: int | None = None
    left: int | None = None
    certificates: tuple[Certificate, ...] = ()


class Proving:
    """Bounds in the making, while a search goes on. `cost` tells the cost of its best plan.

    CP-SAT is asked only if the plan does not reach what is counted: with a budget of seconds when half of it is spent,
    else when the search is over, so that no clock decides what is asked.
    """

    def __init__(self, problem: Problem, seed: int, pace: Pace, cost: Callable[[], Cost]) -> None:
        self.problem, self.seed, self.pace, self.cost = problem, seed, pace, cost
        self.counted = count(problem, pace.late)
        units = self.counted.units
        self._lost = [
            sum(units[n].amount for n in self.counted.lost if units[n].mandatory == first) for first in (1, 0)
        ]
        self._worker: InThread | InProcess | None = None
        self._beat()
        if pace.budget.seconds is not None:
            pace.once(HALF, self._ask)

    def _beat(self) -> None:
        self.pace.beat(self.cost)

    def _reached(self) -> bool:
        """Whether the best plan is as good as what is counted."""
        return self.cost().key[:2] <= (self.counted.missed, self.counted.left)

    def _ask(self) -> None:
        if self._reached() or not self.counted.units:
            return
        case = self._case()
        small = case.size <= SMALL
        self._worker = InThread(case, self.pace, self._beat) if small else InProcess(case)

    def _case(self) -> Case:
        above = self.cost().missed > self.counted.missed
        return Case(
            seed=self.seed,
            known=self.counted.missed - self._lost[0],
            first=question_of(self.problem, self.counted, optional=False) if above else None,
            second=question_of(self.problem, self.counted, optional=True),
        )

    def close(self) -> None:
        """Give up what is not known yet."""
        if self._worker is not None:
            self._worker.close()

    def done(self) -> Bounds:
        """The bounds, once the search is over; what is still being proved is waited for if the budget allows it."""
        if self._worker is None and not self.pace.late():
            self._ask()
        found: dict[int, int] = {}
        if self._worker is not None and not self._reached():
            found = self._worker.found(self.pace.late, self._beat)
        counted, certificates = self.counted, self.counted.certificates
        missed = max(counted.missed, self._lost[0] + found.get(1, 0))
        if missed > counted.missed:
            # A plan that misses more than is counted may miss what these rest on.
            certificates = tuple(one for one in certificates if one.ground != "at_once" or not one.beside)
        left = sum(one.amount for one in certificates if one.level == 2)
        return Bounds(missed, max(left, self._lost[1] + found.get(2, 0)), certificates)
