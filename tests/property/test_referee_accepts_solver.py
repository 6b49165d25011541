"""The referee finds nothing in any plan that the solver makes, whatever the problem asks for."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, reject, settings

from solver.referee import judge
from solver.solve import Budget, PinsCannotHold, solve
from tests.builders import decided, random_problem, seeds

MANY = settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
BUDGET = Budget(iterations=60)


@MANY
@given(seed=seeds())
def test_nothing_is_broken_in_a_first_plan(seed: int) -> None:
    problem = random_problem(Random(seed))
    plan = solve(problem, BUDGET, seed)
    assert judge(problem, plan) == ((), plan.cost)


@MANY
@given(seed=seeds())
def test_nothing_is_broken_when_people_have_decided_since(seed: int) -> None:
    """A search may fail to keep all pins, and says so then; how often is counted below."""
    problem = random_problem(Random(seed))
    after = decided(Random(seed), problem, solve(problem, BUDGET, seed))
    try:
        plan = solve(after, BUDGET, seed + 1)
    except PinsCannotHold:
        reject()
    assert judge(after, plan) == ((), plan.cost)


def test_pins_that_can_hold_are_held_in_98_of_100_problems() -> None:
    """The pins and the past come from a plan, so some plan keeps them all; a heuristic may still not find it."""
    failed = 0
    for seed in range(200):
        problem = random_problem(Random(seed))
        after = decided(Random(seed), problem, solve(problem, BUDGET, seed))
        try:
            solve(after, BUDGET, seed + 1)
        except PinsCannotHold:
            failed += 1
    assert failed <= 4
