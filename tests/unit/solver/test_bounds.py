"""The relaxation bounds what any plan can serve, by each rule that it holds; who proves it makes no difference."""

from __future__ import annotations

from random import Random

import pytest

from solver.bounds.case import Case
from solver.bounds.counting import count
from solver.bounds.proving import Bounds, Proving
from solver.bounds.question import question_of
from solver.bounds.worker import InProcess, InThread
from solver.plan import Cost
from solver.problem import Precedence, Problem, Series
from solver.search.pace import Budget, Pace
from solver.solve import solve
from tests.builders import hours, mix, person, problem, random_problem, seat, shift, shift_seat, task, window

PACE = Pace(Budget(iterations=1))


def bounded(given: Problem) -> Bounds:
    """What is proved when the search has found nothing at all."""
    return Proving(given, 0, PACE, lambda: Cost(missed=10**9, left=10**9)).done()


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


def test_another_process_proves_the_same() -> None:
    given = random_problem(Random(5), persons=6, tasks=12, shifts=5, days=4)
    counted = count(given)
    questions = [question_of(given, counted, optional=optional) for optional in (False, True)]
    case = Case(seed=0, known=0, first=questions[0], second=questions[1])
    here, there = InThread(case, PACE, lambda: None), InProcess(case)
    found = there.found(lambda: False, lambda: None)
    assert set(found) == {1, 2}
    assert found == here.found(lambda: False, lambda: None)


def test_who_is_late_gets_no_proof_and_leaves_no_process() -> None:
    given = problem([person("A")], shifts=[shift("S")])
    question = question_of(given, count(given), optional=True)
    worker = InProcess(Case(seed=0, known=0, first=None, second=question))
    assert worker.found(lambda: True, lambda: None) == {}
    assert worker.process.poll() is not None
