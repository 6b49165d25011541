"""Proved lower bounds of levels 1 and 2, and a rough assignment, by solving the relaxation with CP-SAT."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.plan import Cost
from solver.search.board import Board
from solver.search.pace import TELL_EVERY, Pace
from solver.search.reach import Reach
from solver.search.relaxation import Relaxation

EFFORT = 3.0
"""Deterministic time of CP-SAT for each level: about so many seconds."""
SHARE = 0.1
"""Share of the seconds of a budget that one level may take."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`missed`: no plan misses less; `left`: no plan that misses no more than that leaves less. `None`: not proved.

    `assigned`: unit → the duties (as `pd`) in which the relaxation puts its seats.
    """

    missed: int | None
    left: int | None
    assigned: dict[int, tuple[int, ...]]

    def reached_by(self, missed: int, left: int) -> bool:
        """Whether these levels are proved to be the best possible."""
        return self.missed == missed and self.left == left


UNPROVED = Bounds(None, None, {})


def bounds(board: Board, seed: int, pace: Pace, cost: Callable[[], Cost]) -> Bounds:
    """Solve the relaxation level by level; `cost` is what progress tells meanwhile."""
    reach = Reach(board)
    first = Relaxation(board, reach, lambda: pace.beat(cost), optional=False)
    first.model.minimize(first.missed)
    solver = _solve(first.model, seed, pace, cost)
    if solver is None:
        return UNPROVED
    missed, assigned = _rounded(solver), _assigned(first, solver)
    if missed < round(solver.objective_value):
        return Bounds(missed, None, assigned)
    second = Relaxation(board, reach, lambda: pace.beat(cost), optional=True)
    second.model.add(second.missed <= missed)
    for (seat, pd), literal in second.taken.items():
        second.model.add_hint(literal, pd in assigned.get(board.unit_of[seat], ()))
    second.model.minimize(second.left)
    solver = _solve(second.model, seed, pace, cost)
    if solver is None:
        return Bounds(missed, None, assigned)
    return Bounds(missed, _rounded(solver), assigned | _assigned(second, solver))


def _solve(model: cp_model.CpModel, seed: int, pace: Pace, cost: Callable[[], Cost]) -> cp_model.CpSolver | None:
    """A solver that holds a solution, or `None`. It runs beside a watch that tells progress and stops it."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = EFFORT
    if pace.budget.seconds is not None:
        solver.parameters.max_time_in_seconds = max(0.01, min(1.0 - pace.share, SHARE) * pace.budget.seconds)
    status: list[cp_model.CpSolverStatus] = []
    work = threading.Thread(target=lambda: status.append(solver.solve(model)))
    work.start()
    while work.is_alive():
        work.join(TELL_EVERY)
        pace.beat(cost)
        if pace.over():
            solver.stop_search()
    return solver if status and status[0] in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _rounded(solver: cp_model.CpSolver) -> int:
    """The proved bound of an objective that is a whole number."""
    return max(0, -int(-(solver.best_objective_bound - 1e-6) // 1))


def _assigned(relaxation: Relaxation, solver: cp_model.CpSolver) -> dict[int, tuple[int, ...]]:
    chosen: dict[int, list[int]] = {}
    for (seat, pd), literal in relaxation.taken.items():
        if solver.boolean_value(literal):
            chosen.setdefault(relaxation.board.unit_of[seat], []).append(pd)
    return {unit: tuple(duties) for unit, duties in chosen.items()}
