"""The referee's cost: each level and term against a figure worked out by hand; and what a plan says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.objective import TERMS
from solver.plan import Duty
from solver.problem import Assignment, Problem, Reload, Series, Weights
from solver.referee import cost_of, judge, violations
from solver.telling import cost_of_duties
from tests.builders import (
    at,
    hours,
    lunch,
    minutes,
    person,
    problem,
    seat,
    shift,
    shift_ref,
    shift_seat,
    task,
    task_ref,
    window,
)
from tests.unit.solver.plans import duty, plan, reload, stop


def in_minutes(given: Problem, term: str, *duties: Duty) -> float:
    """One term of the cost, minutes; the plan breaks no rule."""
    made = plan(given, *duties)
    assert violations(given, made) == ()
    return cost_of(given, made).terms[term] / 6000


def serve(given: Problem, who: int, *starts: tuple[int, float], day: int = 0, **more: Any) -> Duty:
    """A duty from 8 to 18 with tasks (task, hour)."""
    return duty(who, 8, 18, *(stop(given, task_ref(item), start, day=day) for item, start in starts), day=day, **more)


def test_every_term_is_there_even_of_an_empty_plan() -> None:
    cost = cost_of(given := problem(), plan(given))
    assert tuple(cost.terms) == tuple(cost_of_duties(given, ()).terms) == TERMS
    assert cost.key == (0, 0, 0)


def test_levels_1_and_2() -> None:
    desk = (shift_seat(), shift_seat(), shift_seat(required=False, weight=5), shift_seat(required=False, weight=7))
    given = problem(
        (person("Ann"), person("Ben"), person("Cid")),
        (
            task("T0", seats=(seat(),) * 3),
            task("T1"),
            task("T2", seats=(seat(),) * 2, mandatory=False, weight=10),
            task("T3", mandatory=False, weight=100),
        ),
        (shift("S", 9, 10, seats=desk),),
    )
    assert cost_of(given, plan(given)).key[:2] == (3 + 1 + 2, 10 + 100 + 5 + 7)
    filled = duty(0, 8, 18, stop(given, shift_ref(0, 0), 9), stop(given, task_ref(3), 11))
    other = duty(1, 8, 18, stop(given, shift_ref(0, 2), 9), stop(given, task_ref(1), 11))
    assert cost_of(given, plan(given, filled, other)).key[:2] == (3 + 1, 10 + 7)


def test_a_crew_in_part_counts_as_unserved_whole() -> None:
    given = problem((person("Ann"),), (task("T", seats=(seat(),) * 3),))
    assert cost_of(given, plan(given, serve(given, 0, (0, 9)))).missed == 3


def test_travel_and_waiting() -> None:
    """Out 10, on 10, back 20 minutes; an hour and a half of service; 20 minutes on the road too early."""
    given = problem(
        (person("Ann"),), (task("T0", 1), task("T1", 2, duration=60)), weights=Weights(travel=200, waiting=50)
    )
    day = duty(0, 9, 11.5, stop(given, task_ref(0), 9.5), stop(given, task_ref(1), 10 + 1 / 6))
    assert in_minutes(given, "travel", day) == 2 * 40
    assert in_minutes(given, "waiting", day) == 0.5 * 20


def test_lunch_time_off_and_reloads_are_not_waiting() -> None:
    ann = person("Ann", lunch=lunch(), day_spans={0: [(8, 10), (11, 18)]}, capacity=1)
    given = problem((ann,), (task("T0", 0), task("T1", 0)), reload=Reload(places=frozenset((0,)), duration=minutes(5)))
    stops = stop(given, task_ref(0), 9), reload(given, 11), stop(given, task_ref(1), 13)
    assert in_minutes(given, "waiting", duty(0, 9, 13.5, *stops, lunch=(12, 30))) == 270 - 30 - 60 - 2 * 30 - 5


def test_overtime_of_the_day_and_of_the_week() -> None:
    """10, 10 and 5 hours; 8 a day and 19 a week are the norm, the last day is another week."""
    ann = person("Ann", norm_day=hours(8), norm_week=hours(19), day_spans=dict.fromkeys(range(3), (6, 20)))
    given = problem(
        (ann,), tuple(task(f"T{day}", 0, window(8, 18, day)) for day in range(3)), days=3, weeks=("one", "one", "two")
    )
    duties = [serve(given, 0, (day, 9), day=day) for day in range(2)]
    duties.append(duty(0, 8, 13, stop(given, task_ref(2), 9, day=2), day=2))
    assert in_minutes(given, "overtime", *duties) == 5 * (2 * 120 + 60)


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (0, 0.5 * 30),
        (29, 0.5 * 1),
        (30, 0),
        (60, 0),
        (61, 1),
        (75, 15),
        (80, 20 + 2 * 5),
    ],
)
def test_target_of_an_hour_a_week(served: int, expected: float) -> None:
    ann = person("Ann", target_week=hours(1))
    given = problem((ann,), (task("T", 0, duration=served),))
    assert in_minutes(given, "target", serve(given, 0, (0, 9))) == expected


def test_target_counts_shifts_and_only_weeks_with_availability() -> None:
    spans = {0: (8, 18), 1: (8, 18), 3: (8, 18)}
    given = problem(
        (person("Ann", target_week=hours(2), day_spans=spans), person("Ben", day_spans=spans)),
        (),
        (shift("S", 9, 12),),
        days=4,
        weeks=("one", "one", "two", "three"),
    )
    day = duty(0, 8, 18, stop(given, shift_ref(0), 9))
    # an hour above two, half an hour above two and a half, nothing in week three
    assert in_minutes(given, "target", day) == 60 + 2 * 30 + 0.5 * 60
    assert in_minutes(given, "target") == 2 * 0.5 * 60


@pytest.mark.parametrize(("start", "expected"), [(9, 0), (10, 0), (10.5, 30), (11, 0), (11.75, 15)])
def test_lateness_is_the_least_over_the_windows_that_admit_the_start(start: float, expected: float) -> None:
    given = problem((person("Ann"),), (task("T", 0, window(9, 10, late=12), window(11, 11.5, late=13)),))
    assert in_minutes(given, "lateness", serve(given, 0, (0, start))) == expected


def test_not_preferred_counts_served_tasks_without_any_of_the_preferred() -> None:
    people = (person("Ann"), person("Ben"), person("Cid"))
    crew = task("T2", 0, seats=(seat(), seat()), preferred=[2])
    tasks = (task("T0", 0, preferred=[1]), task("T1", 0, preferred=[0]), crew, task("T3", 0, preferred=[0]))
    given = problem(people, tasks)
    pair = serve(given, 0, (0, 9), (1, 10), (2, 11)), duty(2, 8, 18, stop(given, task_ref(2, 1), 11))
    assert in_minutes(given, "not_preferred", *pair) == 60


def test_gender_mismatch_counts_each_person_of_the_crew() -> None:
    people = tuple(person(name, gender=gender) for name, gender in (("Ann", "f"), ("Ben", "m"), ("Cid", "m")))
    tasks = (
        task("T0", 0, seats=(seat(),) * 3, gender="f"),
        task("T1", 0, gender="f", gender_required=True),
        task("T2", 0, gender="m"),
    )
    given = problem(people, tasks)
    crew = [stop(given, task_ref(0, who), 9) for who in range(3)]
    duties = duty(0, 8, 18, crew[0], stop(given, task_ref(1), 10)), *(duty(who, 8, 18, crew[who]) for who in (1, 2))
    assert in_minutes(given, "gender_mismatch", *duties) == 2 * 30


def test_further_person_counts_who_takes_seat_0() -> None:
    people = (person("Ann"), person("Ben"), person("Cid"))
    tasks = (task("T0", 0), task("T1", 0), task("T2", 0, seats=(seat(), seat())), task("T3", 0))
    series = (Series(id="s", tasks=(0, 1, 2), gap_days=0), Series(id="t", tasks=(3,), gap_days=0))
    given = problem(people, tasks, series=series)
    ben = duty(1, 8, 18, stop(given, task_ref(1), 10))
    cid = duty(2, 8, 18, stop(given, task_ref(2, 1), 11))
    assert in_minutes(given, "further_person", serve(given, 0, (0, 9), (2, 11)), ben, cid) == 30


def test_turns_above_the_fair_share() -> None:
    """Four had before and two to give, among Ann and Ben: three each are fair. Cid may not, Dan is away, Eve exempt."""
    people = (
        person("Ann", turns_before={"noon": 3}),
        person("Ben"),
        person("Cid", role="student"),
        person("Dan", day_spans={0: (8, 12)}),
        person("Eve", exempt=["noon"], turns_before={"noon": 1}),
    )
    seats = (shift_seat(roles=["volunteer"]),)
    desks = (shift("S0", 12, 13, turn="noon", seats=seats), shift("S1", 13, 14, turn="noon", seats=seats))
    given = problem(people, (), desks, turns=("noon", "evening"))
    stops = [stop(given, shift_ref(item), 12 + item) for item in range(2)]
    assert in_minutes(given, "turns", duty(0, 8, 18, *stops)) == 30 * 4
    assert in_minutes(given, "turns", duty(0, 8, 18, stops[0]), duty(1, 8, 18, stops[1])) == 30
    assert in_minutes(given, "turns", duty(1, 8, 18, *stops)) == 0


def test_turns_when_nobody_could_take_one() -> None:
    """Three had before and one to give, among nobody: the share is four, and nobody had more."""
    people = (person("Ann", turns_before={"noon": 3}, day_spans={0: (8, 9)}),)
    given = problem(people, (), (shift("S", 12, 13, turn="noon"),), turns=("noon",))
    assert in_minutes(given, "turns") == 0


def test_changes_against_the_earlier_plan() -> None:
    """T0 is kept and moved by 20 minutes, T1 has another person, T2 nobody; T3 is new."""
    baseline = tuple(Assignment(ref=task_ref(item), person=0, start=at(9 + item)) for item in range(3))
    given = problem(
        (person("Ann"), person("Ben")),
        tuple(task(f"T{item}", 0) for item in range(4)),
        baseline=baseline,
        weights=Weights(moved_start=10),
    )
    duties = serve(given, 0, (0, 9 - 1 / 3), (3, 13)), serve(given, 1, (1, 10))
    assert in_minutes(given, "changes", *duties) == 2 * 60 + 0.1 * 20
    assert in_minutes(given, "changes", serve(given, 0, (0, 9), (1, 10), (2, 11))) == 0


def told() -> tuple[Problem, Duty]:
    tasks = (task("T0", 0), task("T1", 0), task("T2", 0, mandatory=False))
    given = problem((person("Ann"),), tasks)
    return given, serve(given, 0, (0, 9))


def test_a_plan_tells_its_own_cost() -> None:
    given, day = told()
    good = plan(given, day)
    assert judge(given, good) == ((), good.cost)
    for wrong, amount in (
        (replace(good.cost, missed=good.cost.missed + 2), 2),
        (replace(good.cost, left=good.cost.left - 1), 1),
        (replace(good.cost, terms={**good.cost.terms, "travel": 5}), 5),
        (replace(good.cost, terms={**good.cost.terms, "beauty": 3}), 3),
        (replace(good.cost, terms={name: good.cost.terms[name] for name in TERMS[1:]}), 0),
    ):
        bad, cost = judge(given, replace(good, cost=wrong))
        assert [(violation.rule, violation.amount) for violation in bad] == [("cost_agrees", amount)]
        assert cost == good.cost


def test_a_plan_tells_what_is_unserved() -> None:
    given, day = told()
    good = plan(given, day)
    assert good.unserved == (task_ref(1), task_ref(2))
    for wrong in (
        (task_ref(1),),
        (task_ref(1), task_ref(2), task_ref(0)),
        (task_ref(1), task_ref(2), task_ref(2)),
        (task_ref(1), task_ref(2), task_ref(9)),
        (task_ref(2), task_ref(1)),
    ):
        bad = violations(given, replace(good, unserved=wrong))
        assert [violation.rule for violation in bad] == ["unserved_agrees"]
