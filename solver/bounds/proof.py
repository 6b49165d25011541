"""Bounds of the relaxation by CP-SAT, within a deterministic effort."""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python import cp_model

from solver.bounds.case import Case
from solver.bounds.question import Question
from solver.bounds.relaxation import Relaxation

EFFORT = 3.0
"""Deterministic time of CP-SAT for each level: about so many seconds."""
MEMORY = 1_000
"""Most megabytes that CP-SAT may hold."""


class Solving:
    """CP-SAT at work on one question, which can be stopped from another thread."""

    def __init__(self, seed: int) -> None:
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1
        self.solver.parameters.random_seed = seed
        self.solver.parameters.max_deterministic_time = EFFORT
        self.solver.parameters.max_memory_in_mb = MEMORY

    def stop(self) -> None:
        """End at once, with the bound that is proved by now."""
        self.solver.stop_search()

    def least_missed(self, question: Question) -> tuple[int, bool]:
        """No plan misses less of the question's units; and whether the relaxation can miss as little."""
        model = Relaxation(question)
        return self._least(model, model.missed)

    def least_left(self, question: Question, missed: int) -> int:
        """No plan that misses no more than `missed` of the question's units leaves less of them."""
        model = Relaxation(question)
        model.model.add(model.missed <= missed)
        return self._least(model, model.left)[0]

    def _least(self, model: Relaxation, amount: cp_model.LinearExprT) -> tuple[int, bool]:
        model.model.minimize(amount)
        status = self.solver.solve(model.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return 0, False
        # The bound is a float; what it bounds is whole.
        bound = max(0, -int(-(self.solver.best_objective_bound - 1e-6) // 1))
        return bound, bound == round(self.solver.objective_value)


def prove(
    case: Case, told: Callable[[int, int], None] = lambda *_: None, begun: Callable[[Solving], None] = lambda _: None
) -> None:
    """Tell, level by level, what is lost at least of the case's units: `told(level, amount)`.

    Level 2 is told of plans that reach what is known of level 1, and left out when that is not known to be possible.
    `begun` hears what is at work.
    """
    missed = case.known
    if case.first is not None:
        work = Solving(case.seed)
        begun(work)
        found, certain = work.least_missed(case.first)
        missed = max(missed, found)
        told(1, missed)
        if not certain:
            return
    work = Solving(case.seed)
    begun(work)
    told(2, work.least_left(case.second, missed))
