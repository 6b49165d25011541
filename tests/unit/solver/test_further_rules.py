"""Rules on runs, weekends, turns, bundles, windows of seats, lunches and departures: just allowed and just refused, by
the rule's own words and, in plans made by hand, by the referee; there no other rule is broken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.plan import Duty
from solver.problem import Problem
from solver.rules import (
    bundle_whole,
    lunch_taken,
    max_turns,
    runs_long_enough,
    travel_fits,
    turn_order,
    weekends_off,
    windows_hold,
)
from tests.builders import (
    at,
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
from tests.unit.solver.plans import broken, duty, stop

FREE = [shift_seat(required=False)]


def week(**limits: Any) -> Problem:
    """A desk on each of seven days, Saturday and Sunday last; one person."""
    ann = person("Ann", day_spans=dict.fromkeys(range(7), (8, 18)), **limits)
    desks = tuple(shift(f"S{day}", day=day, seats=FREE, turn=("noon", "night")[day % 2]) for day in range(7))
    return problem(
        (ann,),
        (),
        desks,
        days=7,
        turns=("noon", "night"),
        weekends=(0, -1, -1, -1, -1, 1, 1),
        not_next_day=(("night", "noon"),) if limits.get("max_run") else (),
    )


def on(given: Problem, *days: int) -> list[Duty]:
    return [duty(0, 9, 12, stop(given, shift_ref(day), 9, day=day), day=day) for day in days]


# -- runs of days -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "amounts"),
    [
        ((2, 3), []),
        ((3,), [1]),
        ((0, 3, 4), []),
        ((1, 4), [1, 1]),
        ((3, 6), [1]),
        ((0, 1, 6), []),
        ((), []),
    ],
)
def test_runs_with_a_duty_are_long_enough_unless_they_touch_an_end(days: tuple[int, ...], amounts: list[int]) -> None:
    given = week(min_run=2)
    assert broken(given, *on(given, *days)) == [("runs_long_enough", amount) for amount in amounts]
    assert runs_long_enough.allows(given.persons[0], set(days), 7) == (not amounts)


@pytest.mark.parametrize(
    ("days", "amounts"), [((1, 4), []), ((1, 3), [1]), ((0, 2, 4), [1, 1]), ((1,), []), ((1, 2, 5, 6), [])]
)
def test_days_off_between_runs_are_long_enough(days: tuple[int, ...], amounts: list[int]) -> None:
    given = week(min_run_off=2)
    assert broken(given, *on(given, *days)) == [("runs_long_enough", amount) for amount in amounts]
    assert [lack for _, lack in runs_long_enough.too_short(given.persons[0], set(days), 7)] == amounts


def test_weekends_with_a_duty_are_counted_once() -> None:
    given = week(max_weekends=1)
    assert broken(given, *on(given, 1, 5, 6)) == []
    assert broken(given, *on(given, 0, 6)) == [("weekends_off", 1)]
    assert weekends_off.weekends_of(given, (0, 1, 5, 6)) == {0, 1}
    assert [weekends_off.allows(given.persons[0], number) for number in (1, 2)] == [True, False]
    assert weekends_off.allows(week().persons[0], 99)
    assert weekends_off.weekends_of(replace(given, weekends=()), (0, 5)) == set()


# -- turns ------------------------------------------------------------------------------------------------------------


def test_turns_of_a_kind_have_a_limit() -> None:
    given = week(max_turns={"noon": 1})
    assert broken(given, *on(given, 0, 1, 3)) == []
    assert broken(given, *on(given, 0, 2, 4)) == [("max_turns", 2)]
    assert [max_turns.allows(given.persons[0], "noon", number) for number in (1, 2)] == [True, False]
    assert max_turns.allows(given.persons[0], "night", 9)


def test_turns_before_do_not_count_towards_the_limit() -> None:
    given = week(max_turns={"noon": 1}, turns_before={"noon": 5})
    assert broken(given, *on(given, 0)) == []


def test_some_turns_do_not_follow_others_on_the_next_day() -> None:
    given = week(max_run=7)
    assert broken(given, *on(given, 0, 1)) == []
    assert broken(given, *on(given, 1, 4)) == []
    assert broken(given, *on(given, 1, 2)) == [("turn_order", 1)]
    assert turn_order.allows(given, {"noon"}, {"night"})
    assert not turn_order.allows(given, {"noon", "night"}, {"noon"})


# -- bundles ----------------------------------------------------------------------------------------------------------


def test_of_a_bundle_all_is_served_or_nothing() -> None:
    tasks = tuple(task(f"T{item}", 0, mandatory=False, seats=(seat(),) * (2 if item == 2 else 1)) for item in range(4))
    given = problem((person("Ann"), person("Ben")), tasks, bundles=((0, 2),))
    ann = duty(0, 8, 18, stop(given, task_ref(0), 9), stop(given, task_ref(2), 10))
    ben = duty(1, 8, 18, stop(given, task_ref(2, 1), 10))
    assert broken(given, ann, ben) == []
    assert broken(given, duty(0, 8, 18, stop(given, task_ref(1), 9))) == []
    assert broken(given, duty(0, 8, 18, stop(given, task_ref(0), 9))) == [("bundle_whole", 1)]
    assert [bundle_whole.allows(served) for served in ((True, True), (False, False), (True, False))] == [
        True,
        True,
        False,
    ]


# -- windows of seats -------------------------------------------------------------------------------------------------


def pair_with_own(*own: Any) -> Problem:
    """Two seats, the second up to an hour after the first, with windows of its own."""
    work = task("T", 0, window(9, 10), seats=(seat(), replace(seat(gap=(0, 60)), windows=own)))
    return problem((person("Ann"), person("Ben")), (work,))


@pytest.mark.parametrize(("start", "amount"), [(9.5, 0), (10, 0), (10.25, 15), (9.25, 15)])
def test_a_seat_starts_inside_a_window_of_its_own(start: float, amount: int) -> None:
    given = pair_with_own(window(9.5, 10), window(11, 12))
    ann, ben = (
        duty(0, 8, 18, stop(given, task_ref(0), 9.25)),
        duty(1, 8, 18, stop(given, task_ref(0, 1), start)),
    )
    assert broken(given, ann, ben) == ([("windows_hold", minutes(amount))] if amount else [])


def test_slots_of_a_seat_lie_in_both_windows_and_are_due_by_its_own() -> None:
    given = pair_with_own(window(9.5, 9.75, late=10), window(10.5, 12), window(13, 14))
    assert windows_hold.slots_on(given, task_ref(0, 1), 0) == (
        (at(9.5), at(10), at(9.75)),
        (at(10.5), at(11), at(12)),
    )
    assert windows_hold.slots_on(given, task_ref(0), 0) == ((at(9), at(10), at(10)),)


def test_a_soft_window_may_end_before_it_begins() -> None:
    given = problem((person("Ann"),), (task("T", 0, window(9, 8, late=10)),))
    assert windows_hold.slots_on(given, task_ref(0), 0) == ((at(9), at(10), at(8)),)
    assert broken(given, duty(0, 8, 18, stop(given, task_ref(0), 10))) == []
    assert broken(given, duty(0, 8, 18, stop(given, task_ref(0), 8.5))) == [("windows_hold", minutes(30))]


# -- lunch and departure ----------------------------------------------------------------------------------------------


def with_lunch(**facts: bool) -> Problem:
    return problem((person("Ann", lunch=replace(lunch(11.5, 13.5, 30), **facts)),), (task("T", 0),))


def test_a_lunch_that_is_always_due() -> None:
    given = with_lunch(always=True)
    work = stop(given, task_ref(0), 9)
    assert broken(given, duty(0, 9, 10, work)) == [("lunch_taken", minutes(30))]
    assert broken(given, duty(0, 9, 12, work, lunch=(11.5, 30))) == []
    meal = given.persons[0].lunch
    assert meal is not None
    assert not lunch_taken.allows(meal, given.persons[0].availability[0], at(9), at(10))


def test_a_lunch_that_is_always_due_may_lie_before_the_departure() -> None:
    given = with_lunch(always=True)
    work = stop(given, task_ref(0), 13)
    assert broken(given, duty(0, 13, 14, work, lunch=(12.5, 30))) == []
    late = duty(0, 13, 14, work, lunch=(12.75, 30))
    assert ("lunch_taken", minutes(30)) in broken(given, late), "half of it lies in the duty"
    assert broken(with_lunch(always=False), duty(0, 13, 14, work, lunch=(12.5, 30))) == [("lunch_taken", minutes(30))]


def test_a_lunch_that_is_not_required() -> None:
    given = with_lunch(required=False)
    assert broken(given, duty(0, 9, 15, stop(given, task_ref(0), 9))) == []
    free = given.persons[0].availability[0]
    assert lunch_taken.allows(given.persons[0].lunch, free, at(9), at(15))
    assert lunch_taken.allows(None, free, at(9), at(15))
    strict = with_lunch().persons[0].lunch
    assert not lunch_taken.allows(strict, free, at(9), at(15))
    assert lunch_taken.allows(strict, free, at(9), at(13.5))


def test_a_duty_that_departs_as_the_day_opens() -> None:
    ann = person("Ann")
    early = replace(ann, availability=(replace(ann.availability[0], at_opening=True),))
    given = problem((early,), (task("T", 0),))
    assert broken(given, duty(0, 8, 10, stop(given, task_ref(0), 9))) == []
    assert broken(given, duty(0, 8.5, 10, stop(given, task_ref(0), 9))) == [("travel_fits", minutes(30))]
    assert travel_fits.departure_of(early.availability[0], at(9)) == at(8)
    assert travel_fits.departure_of(ann.availability[0], at(9)) == at(9)
