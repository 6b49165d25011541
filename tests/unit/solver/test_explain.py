"""Why a seat is unserved, counted person by person."""

from __future__ import annotations

import pytest

from solver.explain import explain, explanations
from solver.plan import Step
from solver.problem import Problem
from solver.solve import Budget, solve
from tests.builders import person, problem, seat, shift, shift_ref, shift_seat, task, task_ref, window

BUDGET = Budget(iterations=30)
SKILLED = shift("S", 9, 12, seats=[shift_seat(roles=["staff"], skills=["care"], required=False)])


def crowd() -> Problem:
    """Nobody can take the desk at 9: each person for another reason, and the last for the visit that comes first."""
    people = [
        person("A"),
        person("B", role="staff"),
        person("C", role="staff", skills=["care"], day_spans={0: (10, 18)}),
        person("D", role="staff", skills=["care"], max_day=3 * 3600 - 1),
        person("E", role="staff", skills=["care"]),
    ]
    return problem(people, [task("T", 1, window(9.5, 9.5), required=[4])], [SKILLED])


def test_candidates_are_lost_rule_by_rule() -> None:
    given = crowd()
    plan = solve(given, BUDGET)
    assert explain(given, plan, shift_ref(0)).steps == (
        Step(rule="role_fits", lost=(0,), left=(1, 2, 3, 4)),
        Step(rule="skills_suffice", lost=(1,), left=(2, 3, 4)),
        Step(rule="available_that_day", lost=(2,), left=(3, 4)),
        Step(rule="day_length", lost=(3,), left=(4,)),
        Step(rule="travel_fits", lost=(4,), left=()),
    )


def test_a_person_counts_where_they_come_farthest() -> None:
    """On day 0 the person is not there, on day 1 another task is in the way."""
    who = person("A", day_spans={1: (8, 12)})
    work = [
        task("T", 0, window(9, 9, 1), duration=120),
        task("T2", 0, window(9, 9), window(9.5, 9.5, 1), mandatory=False),
    ]
    given = problem([who], work, days=2)
    assert [step.rule for step in explain(given, solve(given, BUDGET), task_ref(1)).steps] == ["travel_fits"]


def test_a_person_who_could_take_the_seat_is_left() -> None:
    """A former plan without the task, of which the explanation must not say that nobody could."""
    given = problem([person("A"), person("B", role="staff")], [task("T", seats=(seat(roles=["staff"]),))])
    empty = solve(problem(given.persons), BUDGET)
    bare = type(empty)(duties=(), unserved=(task_ref(0),), cost=empty.cost)
    assert explain(given, bare, task_ref(0)).steps == (Step(rule="role_fits", lost=(0,), left=(1,)),)


def test_every_unserved_seat_is_explained_in_order() -> None:
    given = crowd()
    plan = solve(given, BUDGET)
    assert [found.ref for found in explanations(given, plan)] == list(plan.unserved)


def test_a_served_seat_has_no_explanation() -> None:
    given = crowd()
    with pytest.raises(ValueError, match="task 0 seat 0"):
        explain(given, solve(given, BUDGET), task_ref(0))
