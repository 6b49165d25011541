"""The relaxation bounds what any plan can serve, by each rule that it holds."""

from __future__ import annotations

from random import Random

import pytest

from solver.plan import Cost
from solver.problem import Precedence, Problem, Series
from solver.search.board import Board
from solver.search.bounds import Bounds, bounds
from solver.search.pace import Budget, Pace
from solver.solve import solve
from tests.builders import hours, mix, person, problem, random_problem, seat, shift, shift_seat, task, window


def bounded(given: Problem) -> Bounds:
    return bounds(Board(given), 0, Pace(Budget(iterations=1)), lambda: Cost(missed=0, left=0))


FREE = dict.fromkeys(range(3), (8, 18))
THREE_DAYS = [shift(f"S{day}", day=day) for day in range(3)]


@pytest.mark.parametrize(
    ("given", "missed"),
    [
        (problem([person("A")], shifts=[shift("S"), shift("S2", 11, 13)]), 1),
        (problem([person("A")], shifts=[shift("S"), shift("S2", 12, 13)]), 0),
        (problem([person("A", day_spans=FREE, max_days=1)], shifts=THREE_DAYS, days=3), 2),
        (problem([person("A", day_spans=FREE, max_run=1)], shifts=THREE_DAYS, days=3), 1),
        (problem([person("A", day_spans=FREE, max_run=2, run_before=2)], shifts=THREE_DAYS, days=3), 1),
        (problem([person("A", day_spans=FREE, max_week=hours(8))], shifts=THREE_DAYS, days=3), 1),
        (problem([person("A", max_day=hours(4))], shifts=[shift("S", 8, 11), shift("S2", 13, 16)]), 1),
        (problem([person("A")], [task("T", seats=(seat(), seat()))]), 2),
        (problem([person("A")], shifts=[shift("S", mix=(mix(1, "staff"),))]), 1),
        (problem([person("A")], [task("T", 3, window(8, 8.4))]), 1),
    ],
)
def test_missed_seats_that_nobody_can_fill(given: Problem, missed: int) -> None:
    assert bounded(given).missed == missed


def test_left_weight_under_the_fewest_missed_seats() -> None:
    desks = [shift("S"), shift("S2", seats=[shift_seat(required=False, weight=4)])]
    assert (
        bounded(problem([person("A")], shifts=desks)).missed,
        bounded(problem([person("A")], shifts=desks)).left,
    ) == (
        0,
        4,
    )


def test_series_and_precedence_are_held() -> None:
    work = [task("T", 0, window(8, 18)), task("T2", 0, window(8, 18))]
    people = [person("A")]
    assert bounded(problem(people, work, series=[Series(id="R", tasks=(0, 1))])).missed == 1
    impossible = task("T3", seats=(seat(skills=["none"]),), mandatory=False)
    follows = problem(people, [impossible, work[0]], precedences=[Precedence(first=0, second=1)])
    assert bounded(follows).missed == 1


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_is_better_than_its_bound(seed: int) -> None:
    plan = solve(random_problem(Random(seed)), Budget(iterations=100))
    assert plan.bound[0] is not None
    assert plan.cost.missed >= plan.bound[0]
    if plan.cost.missed == plan.bound[0] and plan.bound[1] is not None:
        assert plan.cost.left >= plan.bound[1]


def test_a_rough_assignment_names_a_duty_for_each_seat() -> None:
    found = bounded(problem([person("A"), person("B")], [task("T", seats=(seat(), seat()))]))
    assert sorted(found.assigned[0]) == [0, 1]
    assert found.reached_by(0, 0)
    assert not found.reached_by(0, 1)
