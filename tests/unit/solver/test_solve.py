"""What `solve` promises: one joint plan, best first things first, the same for the same input, within its budget."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from solver import solve as solving
from solver.plan import Cost, Plan, Progress, Violation
from solver.problem import Problem
from solver.solve import Budget, InternalError, checked, solve
from tests.builders import at, person, problem, random_problem, seat, shift, shift_ref, task, task_ref, window

BUDGET = Budget(iterations=60)


def week() -> Problem:
    return random_problem(Random(7), persons=6, tasks=12, shifts=5, days=4)


def test_a_duty_mixes_a_desk_and_a_visit() -> None:
    plan = solve(problem([person("A")], [task("T", 2, window(13, 17))], [shift("S")]), BUDGET)
    assert [stop.ref for stop in plan.duties[0].stops] == [shift_ref(0), task_ref(0)]
    assert plan.cost.terms["waiting"] > 0
    assert plan.unserved == ()


def test_a_pair_meets_at_the_same_moment_from_two_places() -> None:
    people = [person("A", start_place=1), person("B", start_place=3)]
    plan = solve(problem(people, [task("T", 2, seats=(seat(), seat()))]), BUDGET)
    assert len(plan.duties) == 2
    assert len({duty.stops[0].start for duty in plan.duties}) == 1
    assert plan.cost.terms["waiting"] == 0


def test_a_mandatory_task_comes_before_any_amount_of_optional_work() -> None:
    optional = [task(f"T{number}", 0, window(9, 9), mandatory=False, weight=1000) for number in range(3)]
    plan = solve(problem([person("A")], [*optional, task("M", 0, window(9, 9))]), BUDGET)
    assert task_ref(3) not in plan.unserved
    assert plan.cost.key[:2] == (0, 3000)


def test_heavier_optional_work_comes_first_whatever_the_way() -> None:
    near, far = task("T", 0, window(9, 9), mandatory=False), task("T2", 3, window(9, 9), mandatory=False, weight=2)
    assert solve(problem([person("A")], [near, far]), BUDGET).unserved == (task_ref(0),)


def test_nothing_that_can_be_served_gives_an_empty_plan() -> None:
    plan = solve(problem([person("A", role="staff")], [task("T", seats=(seat(roles=["volunteer"]),))]), BUDGET)
    assert plan.duties == ()
    assert plan.unserved == (task_ref(0),)
    assert plan.cost.missed == 1
    assert plan.bound == (1, 0)


def test_an_empty_problem_gives_an_empty_plan() -> None:
    assert solve(problem(), BUDGET).cost.key == (0, 0, 0)


def test_the_bound_is_proved_by_hours_alone() -> None:
    """Three desks at once and two persons: one is missed, and nobody could do better."""
    desks = [shift(name) for name in ("S", "S2", "S3")]
    plan = solve(problem([person("A"), person("B")], shifts=desks), BUDGET)
    assert plan.cost.missed == 1
    assert plan.bound == (1, 0)


def test_same_seed_and_iterations_give_the_same_plan() -> None:
    first, second = (replace(solve(week(), BUDGET, seed=3), seconds=0.0) for _ in range(2))
    assert first == second


def test_another_process_finds_the_same_plan() -> None:
    """Sets of names come in another order in each process; nothing may hang on it."""
    told = (
        "from tests.unit.solver.test_solve import week, solve, Budget;"
        "plan = solve(week(), Budget(iterations=60), seed=3); print(plan.duties, plan.unserved, plan.cost, plan.bound)"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", told], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert b"Duty(" in outputs[0]


def test_another_seed_searches_otherwise() -> None:
    """Thirty doors with ways of any length: a few steps do not lead every search to the same round."""
    rng = np.random.default_rng(1)
    doors = [task(f"T{number}", number, window(8, 18), duration=5) for number in range(1, 31)]
    line = problem([person("A"), person("B")], doors, points=range(31))
    given = replace(line, travel=(rng.integers(60, 1800, (31, 31)).astype(np.int32),))
    plans = [solve(given, Budget(iterations=20), seed=seed) for seed in range(4)]
    assert len({plan.duties for plan in plans}) > 1


def test_more_iterations_are_never_worse() -> None:
    keys = [solve(week(), Budget(iterations=number), seed=1).cost.key for number in (0, 50, 400)]
    assert keys[1] <= keys[0]
    assert keys[2] <= keys[0]


def test_a_former_plan_is_where_the_search_starts() -> None:
    good = solve(week(), Budget(iterations=400))
    assert solve(week(), Budget(iterations=0), start=good).cost.key <= good.cost.key


def test_progress_is_told_and_ends_when_asked() -> None:
    told: list[Progress] = []
    plan = solve(week(), Budget(iterations=10**9), on_progress=told.append, stop=lambda: len(told) >= 2)
    assert len(told) == 2
    assert told[0].seconds < told[1].seconds
    assert 0 <= told[1].share < 1
    assert plan.cost.key <= told[1].cost.key
    assert set(told[1].cost.terms) == set(plan.cost.terms)


@pytest.mark.parametrize("wrong", [(None, None), (-1.0, None), (None, -1)])
def test_a_budget_needs_an_amount(wrong: tuple[float | None, int | None]) -> None:
    with pytest.raises(ValueError, match="budget"):
        Budget(seconds=wrong[0], iterations=wrong[1])


def test_seconds_end_the_search() -> None:
    assert solve(week(), Budget(seconds=0.2)).seconds >= 0.2


def test_a_plan_that_breaks_a_rule_is_never_handed_out() -> None:
    given = problem([person("A")], [task("T", 1)])
    plan = solve(given, BUDGET)
    duty = plan.duties[0]
    early = replace(duty, departure=duty.departure + 60)
    with pytest.raises(InternalError, match="travel_fits"):
        checked(given, replace(plan, duties=(early,)))


def test_a_plan_with_a_wrong_cost_is_never_handed_out() -> None:
    given = problem([person("A")], [task("T", 1)])
    plan = solve(given, BUDGET)
    with pytest.raises(InternalError, match="cost_agrees"):
        checked(given, replace(plan, cost=Cost(missed=0, left=0, terms={**plan.cost.terms, "travel": 1})))


def test_the_referee_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def stern(given: Problem, plan: Plan) -> tuple[Violation, ...]:
        return (Violation(rule="day_length", where="person A", amount=1),)

    monkeypatch.setattr(solving, "violations", stern)
    with pytest.raises(InternalError, match="day_length at person A by 1"):
        solve(problem([person("A")]), BUDGET)


def test_a_first_and_a_last_moment_of_the_horizon_can_be_used() -> None:
    who = person("A", day_spans={0: (0, 24), 1: (0, 24)})
    work = [task("T", 0, window(0, 0)), task("T2", 0, window(23.5, 23.5, 1))]
    plan = solve(problem([who], work, days=2), BUDGET)
    assert [duty.stops[0].start for duty in plan.duties] == [0, at(23.5, 1)]
