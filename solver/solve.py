"""Solving: one joint plan for desks, drives, visits and deliveries."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from solver.bounds.proving import Bounds, Proving
from solver.choice import search_for
from solver.former import former_of
from solver.plan import Plan, Progress, Violation
from solver.problem import Problem
from solver.referee import violations
from solver.search.adoption import adopt
from solver.search.answer import duties_of
from solver.search.board import Board
from solver.search.construction import PinsCannotHold, complete
from solver.search.draft import Draft
from solver.search.pace import Budget, Pace
from solver.telling import plan_of

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
    workers: int = 1,
) -> Plan:
    """The best plan found within the budget, `start` (or else the problem's earlier plan) improved if there is one.

    With a budget of iterations alone, the same problem, seed, start and number of workers give the same plan.
    `workers`: searches at once, which exchange their best plans; a budget of iterations is that of each. The time to
    load the kernels is not counted.
    `on_progress` hears about four times a second how far the search is; when `stop` says so it ends, with the best
    plan so far.

    Raises `PinsCannotHold` when the pins leave no plan, `InternalError` when the referee rejects the result.
    """
    search = search_for(problem)
    search.load()
    pace = Pace(budget, on_progress, stop)
    team = search.team(problem, seed, workers)
    former = former_of(problem, start)
    team.first_plan(former, pace)
    pace.best = lambda: team.plan(pace.iterations, pace.seconds)
    # Who replans wants an answer, not a proof.
    proving = None if former else Proving(problem, seed, pace, team.cost)
    try:
        team.improve(pace)
        proved = Bounds() if proving is None else proving.done()
    finally:
        if proving is not None:
            proving.close()
    plan = team.plan(pace.iterations, pace.seconds)
    if former and problem.weights.moved_start:
        plan = _keeping_starts(problem, plan, seed)
    return checked(problem, replace(plan, bound=(proved.missed, proved.left), certificates=proved.certificates))


def _keeping_starts(problem: Problem, plan: Plan, seed: int) -> Plan:
    """The plan with its starts moved back to those of the earlier plan, where that costs less: kernels start early."""
    draft, told = Draft(Board(problem)), {(seat.ref, seat.person): seat.start for seat in problem.baseline}
    seats = {
        ref: (person, day, told.get((ref, person), start))
        for ref, (person, day, start) in former_of(problem, plan).items()
    }
    adopt(draft, seats, draft.board.units)
    complete(draft, random.Random(seed))  # noqa: S311
    kept = plan_of(problem, duties_of(draft), plan.iterations, plan.seconds)
    # Laid out anew, a plan may break what a draft does not look at, such as days off between two runs.
    return min(plan, kept, key=lambda one: one.cost.key) if not violations(problem, kept) else plan


def checked(problem: Problem, plan: Plan) -> Plan:
    """The plan, once the referee agrees. Raises `InternalError` when it does not."""
    refuse(violations(problem, plan))
    return plan


def refuse(broken: Sequence[Violation]) -> None:
    """Raise `InternalError` when there is any violation."""
    if broken:
        raise InternalError("; ".join(f"{found.rule} at {found.where} by {found.amount}" for found in broken[:5]))
