"""The referee on days and hours: just allowed, and refused by one rule alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.plan import Duty
from solver.problem import Problem
from tests.builders import hours, lunch, person, problem, shift, shift_ref
from tests.unit.solver.plans import broken, duty, stop

DAYS = 5


def desks(**of_person: Any) -> Problem:
    """A desk of three hours a day at 9; the first four days are one week, the first three one month."""
    ann = person("Ann", day_spans=dict.fromkeys(range(DAYS), (6, 24)), **of_person)
    return problem(
        (ann,),
        (),
        tuple(shift(f"S{day}", day=day) for day in range(DAYS)),
        days=DAYS,
        weeks=("one",) * 4 + ("two",),
        months=("May",) * 3 + ("June",) * 2,
    )


def on(given: Problem, *days: int) -> list[Duty]:
    return [duty(0, 9, 12, stop(given, shift_ref(day), 9, day=day), day=day) for day in days]


def broken_on(*days: int, **of_person: Any) -> list[tuple[str, int]]:
    given = desks(**of_person)
    return broken(given, *on(given, *days))


def test_available_on_that_day_only() -> None:
    given = desks()
    away = replace(given.persons[0], availability=given.persons[0].availability[1:])
    assert broken(replace(given, persons=(away,)), *on(given, 1, 4)) == []
    assert broken(replace(given, persons=(away,)), *on(given, 0)) == [("available_that_day", 1)]


def test_one_duty_a_day() -> None:
    given = problem((person("Ann"),), (), (shift("S0", 9, 10), shift("S1", 11, 12)))
    first, second = stop(given, shift_ref(0), 9), stop(given, shift_ref(1), 11)
    assert broken(given, duty(0, 9, 12, first, second)) == []
    assert broken(given, duty(0, 9, 10, first), duty(0, 11, 12, second)) == [("one_duty_a_day", 1)]


def test_days_per_week() -> None:
    assert broken_on(0, 2, 4, max_days=2) == []
    assert broken_on(0, 2, 3, max_days=2) == [("days_per_week", 1)]


@pytest.mark.parametrize(
    ("days", "before", "expected"),
    [
        ((0, 1, 3, 4), 0, []),
        ((0, 1, 2), 0, [("run_of_days", 1)]),
        ((2, 3, 4), 2, [("run_of_days", 1)]),
        ((0, 2), 1, []),
        ((0, 1, 3), 1, [("run_of_days", 1)]),
        ((1, 2), 5, []),
    ],
)
def test_run_of_days(days: tuple[int, ...], before: int, expected: list[tuple[str, int]]) -> None:
    assert broken_on(*days, max_run=2, run_before=before) == expected


def test_rest_between_duties() -> None:
    assert broken_on(0, 1, min_rest=hours(21)) == []
    assert broken_on(0, 1, min_rest=hours(21) + 1) == [("rest_between_duties", 1)]
    assert broken_on(0, 2, min_rest=hours(21) + 1) == []


def test_rest_after_the_last_duty_before_the_horizon() -> None:
    assert broken_on(0, min_rest=hours(11), last_end=-hours(2)) == []
    assert broken_on(0, min_rest=hours(11) + 7, last_end=-hours(2)) == [("rest_between_duties", 7)]
    assert broken_on(0, min_rest=hours(11) + 7) == []


def test_day_length() -> None:
    assert broken_on(0, 1, max_day=hours(3)) == []
    assert broken_on(0, max_day=hours(3) - 1) == [("day_length", 1)]


def test_a_lunch_is_not_worked() -> None:
    ann = person("Ann", max_day=hours(6), lunch=lunch())
    given = problem((ann,), (), (shift("S0", 9, 12), shift("S1", 12.5, 15.5)))
    stops = stop(given, shift_ref(0), 9), stop(given, shift_ref(1), 12.5)
    assert broken(given, duty(0, 9, 15.5, *stops, lunch=(12, 30))) == []
    assert broken(given, duty(0, 8.75, 15.5, *stops, lunch=(12, 30))) == [("day_length", hours(0.25))]


def test_time_off_is_not_worked() -> None:
    ann = person("Ann", max_day=hours(5), day_spans={0: [(8, 12), (14, 18)]})
    given = problem((ann,), (), (shift("S0", 9, 12), shift("S1", 14, 16)))
    stops = stop(given, shift_ref(0), 9), stop(given, shift_ref(1), 14)
    assert broken(given, duty(0, 9, 16, *stops)) == []
    assert broken(given, duty(0, 9, 16.5, *stops)) == [("day_length", hours(0.5))]


def test_week_hours() -> None:
    assert broken_on(0, 2, 4, max_week=hours(6)) == []
    assert broken_on(0, 2, 4, max_week=hours(6) - 1) == [("week_hours", 1)]


def test_month_hours_with_those_before_the_horizon() -> None:
    before = {"May": hours(4), "June": hours(1)}
    assert broken_on(0, 2, 3, max_month=hours(10), month_before=before) == []
    assert broken_on(0, 2, 3, max_month=hours(10) - 1, month_before=before) == [("month_hours", 1)]
    assert broken_on(3, 4, max_month=hours(7), month_before=before) == []
    assert broken_on(3, max_month=hours(3.5), month_before=before) == [("month_hours", hours(0.5))]
