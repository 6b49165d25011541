"""Solving: one joint plan for desks, drives, visits and deliveries."""

from __future__ import annotations

import random
from collections.abc import Callable

from solver.plan import Cost, Plan, Progress
from solver.problem import Problem
from solver.referee import violations
from solver.search.adoption import adopt, former_of
from solver.search.answer import to_plan
from solver.search.board import Board
from solver.search.bounds import bounds
from solver.search.construction import PinsCannotHold, complete, fill, place_pinned, try_posts
from solver.search.draft import Draft
from solver.search.improvement import improve
from solver.search.pace import Budget, Pace
from solver.search.terms import cost_of_state

__all__ = ["Budget", "InternalError", "PinsCannotHold", "solve"]


class InternalError(RuntimeError):
    """The search made a plan that breaks a rule or tells a wrong cost: our fault, never an answer."""


def solve(
    problem: Problem,
    budget: Budget,
    seed: int = 0,
    start: Plan | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found within the budget, `start` (or else the problem's earlier plan) improved if there is one.

    With a budget of iterations alone, the same problem, seed and start give the same plan. `on_progress` hears about
    four times a second how far the search is; when `stop` says so it ends, with the best plan so far.

    Raises `PinsCannotHold` when the pins leave no plan, `InternalError` when the referee rejects the result.
    """
    pace = Pace(budget, on_progress, stop)
    rng = random.Random(seed)  # noqa: S311
    draft = Draft(Board(problem))
    former = former_of(problem, start)
    place_pinned(draft, former, rng)
    decided = draft.state()
    adopt(draft, former, draft.board.units)
    fill(draft, decided, pace, rng)
    proved = bounds(draft.board, seed, pace, lambda: _cost(draft))
    if not former and not proved.reached_by(draft.missed, draft.left):
        try_posts(draft, decided, proved.assigned, pace, rng)
    improve(draft, pace, rng)
    complete(draft, rng)
    return checked(problem, to_plan(draft, (proved.missed, proved.left), pace.iterations, pace.seconds))


def checked(problem: Problem, plan: Plan) -> Plan:
    """The plan, once the referee agrees. Raises `InternalError` when it does not."""
    broken = violations(problem, plan)
    if broken:
        raise InternalError("; ".join(f"{found.rule} at {found.where} by {found.amount}" for found in broken[:5]))
    return plan


def _cost(draft: Draft) -> Cost:
    return cost_of_state(draft, draft.state())
