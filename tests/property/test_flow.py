"""Plans with floating starts: nothing broken, costs told truly, the same again, never worse than what it began with."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from solver.flow import columns as c
from solver.flow.search import SEARCH
from solver.flow.suits import unmodelled
from solver.flow.team import Team
from solver.plan import Plan
from solver.problem import Ref
from solver.referee import judge
from solver.search.pace import Budget, Pace
from solver.solve import solve
from tests.builders import seeds
from tests.days import random_day

MANY = settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True, scope="module")
def kernels() -> None:
    SEARCH.load()


def made(seed: int, iterations: int, workers: int = 1) -> tuple[Team, Plan]:
    pace = Pace(Budget(iterations=iterations))
    team = Team(random_day(Random(seed)), seed, workers)
    team.first_plan({}, pace)
    team.improve(pace)
    return team, team.plan(pace.iterations, 0.0)


@MANY
@given(seed=seeds())
def test_nothing_is_broken(seed: int) -> None:
    problem = random_day(Random(seed))
    _, plan = made(seed, 2_000)
    assert judge(problem, plan) == ((), plan.cost)


@MANY
@given(seed=seeds())
def test_the_kernels_count_the_cost_that_is_told(seed: int) -> None:
    team, plan = made(seed, 1_000)
    counted = team.best.tally[[c.BEST_MISSED, c.BEST_LEFT, c.BEST_TOTAL]]
    assert tuple(counted) == plan.cost.key


@MANY
@given(seed=seeds())
def test_everything_but_a_day_without_coupling_is_modelled(seed: int) -> None:
    asked = set(unmodelled(random_day(Random(seed))))
    assert asked <= {"nothing that couples people"}


def persons_of(plan: Plan) -> dict[Ref, int]:
    return {stop.ref: duty.person for duty in plan.duties for stop in duty.stops if stop.ref is not None}


@settings(MANY, max_examples=60)
@given(seed=seeds())
def test_an_earlier_plan_without_lunches_is_never_made_worse(seed: int) -> None:
    """When lunches were is not handed over, so a plan with some may begin worse than it was."""
    drawn = random_day(Random(seed))
    problem = replace(drawn, persons=tuple(replace(person, lunch=None) for person in drawn.persons))
    before = solve(problem, Budget(iterations=1_500), seed)
    after = solve(problem, Budget(iterations=20), seed + 1, start=before)
    assert after.cost.key <= before.cost.key
    assert after.cost.key < before.cost.key or persons_of(after) == persons_of(before)


@pytest.mark.parametrize("workers", [1, 3])
def test_the_same_again(workers: int) -> None:
    for seed in range(5):
        assert made(seed, 3_000, workers)[1] == made(seed, 3_000, workers)[1]


def test_the_same_in_another_process() -> None:
    text = (
        "from random import Random\nfrom tests.property.test_flow import made\n"
        "print([made(seed, 3_000, 2)[1].duties for seed in range(3)])"
    )
    told = subprocess.run(
        [sys.executable, "-c", text], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str([made(seed, 3_000, 2)[1].duties for seed in range(3)])
