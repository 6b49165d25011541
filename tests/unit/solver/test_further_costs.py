"""Terms of what is asked besides, each against a figure worked out by hand, by both who tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.objective import (
    highest_lateness,
    imbalance,
    late_arrival,
    longest_wait,
    missed_lunch,
    most_idle,
    not_preferred,
    priced_work,
    shortfall,
    unwanted,
    wishes,
)
from solver.plan import Duty
from solver.problem import Person, Problem, Reload, Weights, Wish
from solver.referee import cost_of, violations
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

W = Weights()
CASE = 6000


def told(given: Problem, term: str, *duties: Duty) -> float:
    """One term in minutes, which both tell alike; the plan breaks no rule."""
    made = plan(given, *duties)
    assert violations(given, made) == ()
    assert cost_of(given, made) == cost_of_duties(given, duties)
    return cost_of_duties(given, duties).terms[term] / CASE


def on_day(who: Person, **other: Any) -> Person:
    """The person with other facts of the one day of availability."""
    return replace(who, availability=(replace(who.availability[0], **other),))


def levels(given: Problem, *duties: Duty) -> tuple[int, int]:
    return cost_of_duties(given, duties).key[:2]


# -- lateness of every seat, and the highest of all -------------------------------------------------------------------


def late_pair() -> Problem:
    """Two tasks late after 9 and after 10; the second seat of the first has a soft end of its own, at 9:10."""
    own = replace(seat(gap=(0, 60)), windows=(window(8, 9 + 1 / 6, late=12),))
    tasks = (task("T0", 0, window(8, 9, late=12), seats=(seat(), own)), task("T1", 0, window(8, 10, late=12)))
    return problem((person("Ann"), person("Ben")), tasks, weights=Weights(highest_lateness=50))


def test_a_seat_with_windows_of_its_own_is_late_by_them() -> None:
    given = late_pair()
    ann = duty(0, 8, 18, stop(given, task_ref(0), 9.25), stop(given, task_ref(1), 10.5))
    ben = duty(1, 8, 18, stop(given, task_ref(0, 1), 9.5))
    assert told(given, "lateness", ann, ben) == 15 + 30 + 20
    assert told(given, "highest_lateness", ann, ben) == 0.5 * 30


def test_own_windows_of_seat_0_stand_for_those_of_the_task() -> None:
    own = replace(seat(), windows=(window(8, 9.5, late=11),))
    given = problem((person("Ann"),), (task("T", 0, window(8, 9, late=12), seats=(own,)),))
    assert told(given, "lateness", duty(0, 8, 18, stop(given, task_ref(0), 10))) == 30


def test_every_start_in_a_window_that_ends_before_it_begins_is_late() -> None:
    given = problem((person("Ann"),), (task("T", 0, window(9, 8.5, late=12)),))
    assert told(given, "lateness", duty(0, 8, 18, stop(given, task_ref(0), 9))) == 30


def test_the_highest_lateness_counts_once() -> None:
    assert highest_lateness.cost(Weights(highest_lateness=10), (5, 60, 60)) == 600
    assert highest_lateness.cost(Weights(highest_lateness=10), ()) == 0


# -- waits, idle time, balance ----------------------------------------------------------------------------------------


def day_of_ann(**weights: int) -> tuple[Problem, Duty]:
    """From 9: ten minutes out, served 9:30 to 10; ten minutes on, served 12 to 12:30 after a lunch; back at 13."""
    given = problem(
        (person("Ann", lunch=lunch(11, 14, 30)), person("Ben", day_spans={0: [(8, 10), (11, 12)]})),
        (task("T0", 1), task("T1", 2)),
        weights=Weights(**weights),
    )
    stops = stop(given, task_ref(0), 9.5), stop(given, task_ref(1), 12, arrival=10 + 1 / 6)
    return given, duty(0, 9, 13, *stops, lunch=(11, 30))


def test_the_longest_wait_is_before_a_stop_and_holds_no_lunch() -> None:
    """20 minutes before the first stop, 80 and the lunch before the second; 10 at the end are before no stop."""
    given, day = day_of_ann(longest_wait=200)
    assert told(given, "longest_wait", day) == 2 * 80
    assert told(given, "longest_wait") == 0
    assert longest_wait.cost(Weights(longest_wait=3), (1, 7, 2)) == 21


def test_the_most_idle_day() -> None:
    """An hour before, 20 + 80 + 10 minutes of waits, five hours after; Ben's three hours are less."""
    given, day = day_of_ann(most_idle=100)
    assert told(given, "most_idle", day) == 60 + 110 + 300
    assert told(given, "most_idle") == 600


def test_a_pause_before_the_departure_is_neither_idle_nor_worked() -> None:
    """An hour and a half from 8 to 9:30 less the pause of 30 minutes, and eight hours after 10."""
    given = problem(
        (person("Ann", lunch=replace(lunch(8, 14, 30), always=True)),),
        (task("T", 0),),
        weights=Weights(most_idle=100, waiting=100),
    )
    day = duty(0, 9.5, 10, stop(given, task_ref(0), 9.5), lunch=(8.5, 30))
    assert told(given, "most_idle", day) == 60 + 8 * 60
    assert told(given, "waiting", day) == 0


def test_a_day_without_a_duty_is_idle_for_all_of_it_but_for_time_off() -> None:
    given = problem((person("Ben", day_spans={0: [(8, 10), (11, 12)]}),), weights=Weights(most_idle=100))
    assert told(given, "most_idle") == 180
    due = on_day(given.persons[0], due=at(11.5))
    assert told(replace(given, persons=(due,)), "most_idle") == 150


def test_idle_time_lasts_until_the_day_is_due() -> None:
    ann = on_day(person("Ann"), due=at(12))
    given = problem((ann,), (task("T", 0),), weights=Weights(most_idle=100))
    work = stop(given, task_ref(0), 9)
    assert told(given, "most_idle", duty(0, 9, 9.5, work)) == 60 + 150
    assert told(given, "most_idle", duty(0, 9, 13, work)) == 60 + 210, "after the due moment only the wait counts"
    assert most_idle.available(ann.availability[0], at(11), at(15)) == hours(1)


def test_imbalance_is_the_distance_from_the_mean_in_whole_steps() -> None:
    """Ann is busy for 70 minutes (two ways, service, a reload), Ben for none: 35 from the mean, each."""
    people = (person("Ann", capacity=1), person("Ben"), person("Cid", day_spans={}))
    given = problem(
        people,
        (task("T", 1, duration=40),),
        reload=Reload(places=frozenset((0,)), duration=minutes(10)),
        weights=Weights(imbalance=100),
    )
    day = duty(0, 8, 18, reload(given, 8.5), stop(given, task_ref(0), 10))
    assert told(given, "imbalance", day) == 35 + 35
    steps = replace(given, weights=Weights(imbalance=100, imbalance_step=minutes(30)))
    assert told(steps, "imbalance", day) == 60 + 60
    assert told(given, "imbalance") == 0


def test_imbalance_in_numbers() -> None:
    weights = Weights(imbalance=10, imbalance_step=60)
    assert imbalance.cost(weights, (0, 1)) == 2 * 60 * 10
    assert imbalance.cost(weights, (0, 0, 90)) == (60 + 60 + 60) * 10
    assert imbalance.cost(weights, (7, 7)) == 0
    assert imbalance.cost(weights, ()) == 0


# -- ends of days and months ------------------------------------------------------------------------------------------


def test_an_arrival_after_it_is_due_costs() -> None:
    given = problem((on_day(person("Ann"), due=at(12)), person("Ben")), (task("T", 0), task("T1", 0)))
    ben = duty(1, 8, 18, stop(given, task_ref(1), 9))
    assert told(given, "late_arrival", duty(0, 9, 12.25, stop(given, task_ref(0), 9)), ben) == 15
    assert told(given, "late_arrival", duty(0, 9, 12, stop(given, task_ref(0), 9)), ben) == 0
    assert late_arrival.cost(Weights(late_arrival=7), given.persons[0].availability[0], at(12) + 3) == 21


def test_shortfall_of_each_month_in_which_somebody_is_available() -> None:
    """Ten hours wanted: four before and two in May, three in June; of July nobody knows."""
    spans = {0: (8, 18), 1: (8, 18)}
    ann = person("Ann", least_month=hours(10), month_before={"May": hours(4)}, day_spans=spans)
    given = problem(
        (ann, person("Ben", day_spans=spans)),
        (task("T", 0, window(8, 18)), task("T1", 0, window(8, 18, 1))),
        days=3,
        months=("May", "June", "July"),
        weights=Weights(shortfall=100),
    )
    may = duty(0, 8, 10, stop(given, task_ref(0), 9))
    june = duty(0, 8, 11, stop(given, task_ref(1), 9, day=1), day=1)
    assert told(given, "shortfall", may, june) == 60 * (4 + 7)
    assert shortfall.cost(Weights(shortfall=2), ann, "June", hours(10) - 5) == 10
    assert shortfall.cost(Weights(shortfall=2), ann, "June", hours(11)) == 0


@pytest.mark.parametrize(("always", "last", "expected"), [(False, 14, 60), (False, 13, 0), (True, 10, 60)])
def test_a_lunch_that_is_missed_but_not_required(always: bool, last: float, expected: int) -> None:
    ann = person("Ann", lunch=replace(lunch(11.5, 13.5, 30), required=False, always=always))
    given = problem((ann,), (task("T", 0, duration=60),))
    work = stop(given, task_ref(0), 9)
    assert told(given, "missed_lunch", duty(0, 9, last, work)) == expected
    assert told(given, "missed_lunch", duty(0, 9, 14, work, lunch=(12, 30))) == 0


def test_no_lunch_is_missed_where_time_off_holds_it_or_a_rule_asks_for_it() -> None:
    split = person("Ann", day_spans={0: [(8, 12), (13, 18)]}, lunch=replace(lunch(), required=False))
    assert missed_lunch.cost(W, split, split.availability[0], at(9), at(15)) == 0
    whole = person("Ann", lunch=lunch())
    assert missed_lunch.cost(W, whole, whole.availability[0], at(9), at(15)) == 0
    free = replace(whole, lunch=replace(lunch(), required=False))
    assert missed_lunch.cost(W, free, free.availability[0], at(9), at(15)) == 60 * CASE


# -- people -----------------------------------------------------------------------------------------------------------


def crew_of_three(**asked: Any) -> tuple[Problem, tuple[Duty, ...]]:
    people = tuple(person(name) for name in ("Ann", "Ben", "Cid"))
    given = problem(people, (task("T", 0, seats=(seat(),) * 3, **asked),))
    return given, tuple(duty(who, 8, 18, stop(given, task_ref(0, who), 9)) for who in range(3))


def test_preferred_for_each_of_the_crew() -> None:
    given, duties = crew_of_three(preferred=[1], preferred_each=True)
    assert told(given, "not_preferred", *duties) == 2 * 60
    given, duties = crew_of_three(preferred=[1])
    assert told(given, "not_preferred", *duties) == 0
    assert not_preferred.cost(W, task("T", preferred=[1], preferred_each=True), (1, 1)) == 0
    assert not_preferred.cost(W, task("T", preferred_each=True), (1, 2)) == 0


def test_unwanted_counts_each_of_the_crew() -> None:
    given, duties = crew_of_three(unwanted=frozenset((0, 2)))
    assert told(given, "unwanted", *duties) == 2 * 60
    assert unwanted.cost(Weights(unwanted=7), given.tasks[0], 0) == 7 * CASE
    assert unwanted.cost(W, given.tasks[0], 1) == 0


def test_wishes_for_a_shift_and_against_one() -> None:
    asked = (
        Wish(shift=0, person=0, wanted=True, cost=5),
        Wish(shift=1, person=0, wanted=False, cost=11),
        Wish(shift=0, person=1, wanted=True, cost=23),
        Wish(shift=1, person=1, wanted=False, cost=47),
    )
    given = problem((person("Ann"), person("Ben")), (), (shift("S0", 9, 10), shift("S1", 10, 11)), wishes=asked)
    assert told(given, "wishes") == 5 + 23
    assert told(given, "wishes", duty(0, 8, 18, stop(given, shift_ref(0), 9), stop(given, shift_ref(1), 10))) == 11 + 23
    assert [wishes.cost(asked[0], seated) for seated in (True, False)] == [0, 5 * CASE]
    assert [wishes.cost(asked[1], seated) for seated in (True, False)] == [11 * CASE, 0]


def test_priced_work_counts_at_level_4_and_not_at_level_2() -> None:
    seats = (
        shift_seat(required=False, weight=3),
        replace(shift_seat(required=False, weight=5), left_cost=17),
        replace(shift_seat(required=True), left_cost=1000, filled_cost=29),
    )
    tasks = (
        replace(task("T0", 0, mandatory=False, weight=7, seats=(seat(), seat())), left_cost=100),
        replace(task("T1", 0, mandatory=False, weight=9)),
        replace(task("T2", 0), left_cost=1000),
    )
    given = problem((person("Ann"),), tasks, (shift("S", 9, 10, seats=seats),))
    assert told(given, "priced_work") == 100 + 17
    assert levels(given) == (2, 3 + 9)
    filled = duty(0, 8, 18, stop(given, shift_ref(0, 2), 9), stop(given, task_ref(1), 11))
    assert told(given, "priced_work", filled) == 100 + 17 + 29
    assert levels(given, filled) == (1, 3)
    other = duty(0, 8, 18, stop(given, shift_ref(0, 1), 9))
    assert told(given, "priced_work", other) == 100
    assert priced_work.left(tasks[2]) == priced_work.left(tasks[1]) == 0
    assert priced_work.weight(tasks[0]) == 0
    assert priced_work.weight(tasks[1]) == 9
