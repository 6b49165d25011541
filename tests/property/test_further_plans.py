"""Whatever a problem asks for besides: its plan breaks no rule, and the kernels' running cost is its cost."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings

from solver.engine import columns as c
from solver.engine.machine import load
from solver.engine.team import Team
from solver.referee import judge
from solver.search.pace import Pace
from solver.solve import Budget, solve
from tests.builders import random_problem, seeds
from tests.further import further

FEW = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=600)
BUDGET = Budget(iterations=60)


@FEW
@given(seed=seeds())
def test_nothing_is_broken_and_every_search_tells_its_cost(seed: int) -> None:
    problem = further(Random(seed), random_problem(Random(seed)))
    plan = solve(problem, BUDGET, seed)
    assert judge(problem, plan) == ((), plan.cost)
    missed, left = (0 if bound is None else bound for bound in plan.bound)
    assert missed <= plan.cost.missed
    assert left <= plan.cost.left or missed < plan.cost.missed


@MANY
@given(seed=seeds())
def test_the_weeks_search_honours_everything(seed: int) -> None:
    load()
    problem = further(Random(seed + 1), random_problem(Random(seed)))
    team, pace = Team(problem, seed, 1), Pace(BUDGET, None, None)
    team.first_plan({}, pace)
    team.improve(pace)
    plan = team.plan(0, 0.0)
    assert judge(problem, plan) == ((), plan.cost)
    best = team.best.tally[[c.BEST_LACK, c.BEST_MISSED, c.BEST_LEFT, c.BEST_TOTAL]]
    assert tuple(best.tolist()) == (0, *plan.cost.key)
