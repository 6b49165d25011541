"""A plan that is kept as JSON comes back as it was."""

import json
from random import Random

import pytest

from solver.plan import Progress
from solver.plan_json import from_json, to_json
from solver.referee import violations
from solver.solve import Budget, solve
from tests.builders import random_problem
from tests.proofs.drawn_weeks import drawn_week


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_comes_back_as_it_was(seed):
    problem = random_problem(Random(seed), persons=5, tasks=12, shifts=4, days=3)
    plan = solve(problem, Budget(iterations=40), seed=seed)
    told = json.loads(json.dumps(to_json(plan)))
    assert from_json(told) == plan


def test_a_plan_with_proofs_and_lunches_comes_back_as_it_was():
    _, problem = drawn_week("S", 3)
    plan = solve(problem, Budget(iterations=60), seed=3)
    assert any(duty.lunch for duty in plan.duties)
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


def test_the_best_plan_told_on_the_way_is_one_that_the_referee_takes():
    _, problem = drawn_week("S", 4)
    told = []

    def listen(progress: Progress) -> None:
        assert progress.best is not None
        told.append((progress.cost, progress.best()))

    solve(problem, Budget(seconds=2.5), seed=4, on_progress=listen)
    assert len(told) > 3
    for cost, plan in told:
        assert plan.cost.key == cost.key
        assert not violations(problem, plan)
