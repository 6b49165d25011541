"""Rules on a person's days and hours: each just allowed, just refused, and refused by it alone."""

from __future__ import annotations

from typing import Any

import pytest

from solver.problem import Problem
from solver.rules import days_per_week, rest_between_duties, run_of_days
from tests.builders import hours, person, problem, shift, shift_ref, shift_seat
from tests.unit.solver.rulecases import Pair, hold, names, solved

OPTIONAL = [shift_seat(required=False)]


def desk(**limits: Any) -> Problem:
    """A desk from 9 to 12 where its one person starts and ends."""
    return problem([person("A", **limits)], shifts=[shift("S")], months=["May"])


def two_days(gap: int = 1, **limits: Any) -> Problem:
    """A required desk on day 0 and an optional one `gap` days later."""
    free = dict.fromkeys(range(gap + 1), (8, 18))
    return problem(
        [person("A", day_spans=free, **limits)],
        shifts=[shift("S"), shift("S2", day=gap, seats=OPTIONAL)],
        days=gap + 1,
    )


def two_desks(**limits: Any) -> Problem:
    """A required desk on day 0, and an optional one on day 1 at 7, 19 hours after the first."""
    free = {0: (8, 18), 1: (6, 18)}
    return problem(
        [person("A", day_spans=free, **limits)], shifts=[shift("S"), shift("S2", 7, 9, day=1, seats=OPTIONAL)], days=2
    )


THREE = hours(3)

PAIRS = [
    Pair("days_per_week", two_days(max_days=2), two_days(max_days=1), shift_ref(1)),
    Pair("run_of_days", two_days(max_run=2), two_days(max_run=1), shift_ref(1)),
    Pair("run_of_days", desk(max_run=3, run_before=2), desk(max_run=3, run_before=3), shift_ref(0)),
    Pair(
        "rest_between_duties",
        desk(min_rest=hours(11), last_end=-hours(2)),
        desk(min_rest=hours(11), last_end=1 - hours(2)),
        shift_ref(0),
    ),
    Pair("rest_between_duties", two_desks(min_rest=hours(19)), two_desks(min_rest=hours(19) + 1), shift_ref(1)),
    Pair("day_length", desk(max_day=THREE), desk(max_day=THREE - 1), shift_ref(0)),
    Pair("week_hours", desk(max_week=THREE), desk(max_week=THREE - 1), shift_ref(0)),
    Pair("week_hours", two_desks(max_week=hours(5)), two_desks(max_week=hours(5) - 1), shift_ref(1)),
    Pair(
        "month_hours",
        desk(max_month=hours(10), month_before={"May": hours(7)}),
        desk(max_month=hours(10), month_before={"May": hours(7) + 1}),
        shift_ref(0),
    ),
]


@pytest.mark.parametrize("pair", PAIRS, ids=names(PAIRS))
def test_just_allowed_just_refused_and_by_this_rule_alone(pair: Pair) -> None:
    hold(pair)


def test_another_month_does_not_count() -> None:
    assert shift_ref(0) not in solved(desk(max_month=THREE, month_before={"June": hours(99)})).unserved


def test_a_day_off_breaks_the_run() -> None:
    assert solved(two_days(gap=2, max_run=1)).unserved == ()


def test_days_of_another_week_do_not_count() -> None:
    given = two_days(max_days=1)
    other = problem(given.persons, shifts=given.shifts, days=2, weeks=["one", "two"])
    assert solved(other).unserved == ()


def test_limits_as_numbers() -> None:
    who = person("A", max_days=2, max_run=3, run_before=2, min_rest=60)
    assert days_per_week.allows(who, 2)
    assert not days_per_week.allows(who, 3)
    assert run_of_days.allows(who, {0}, 0)
    assert not run_of_days.allows(who, {0, 1}, 1)
    assert run_of_days.allows(who, {1, 2, 3}, 2)
    assert rest_between_duties.allows(who, None, 0)
    assert rest_between_duties.allows(who, 40, 100)
    assert not rest_between_duties.allows(who, 41, 100)
