"""The referee on a walked duty: travel, lunch and load, just allowed and refused by one rule alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.plan import Duty, Stop
from solver.problem import Problem, Reload
from tests.builders import lunch, minutes, person, problem, seat, shift, shift_ref, task, task_ref, window
from tests.unit.solver.plans import broken, duty, reload, stop

MINUTE = 1 / 60


def visits(*, points: tuple[float, ...] = (0, 10, 20, 30), **of_person: Any) -> Problem:
    """Two visits of half an hour, 10 and 20 minutes from Ann's base and 10 from each other."""
    return problem((person("Ann", **of_person),), (task("T0", 1), task("T1", 2)), points=points)


def walk(given: Problem, first: float, last: float, *starts: float, **more: Any) -> list[tuple[str, int]]:
    stops = [stop(given, task_ref(item), start) for item, start in enumerate(starts)]
    return broken(given, duty(0, first, last, *stops, **more))


def test_legs_fit_to_the_second() -> None:
    given = visits()
    just = (9, 10.5, 9 + 10 * MINUTE, 9 + 50 * MINUTE)
    assert walk(given, just[0], just[1] + 10 * MINUTE, *just[2:]) == []
    second = 1 / 3600
    assert walk(given, just[0] + second, just[1] + 10 * MINUTE, *just[2:]) == [("travel_fits", 1)]
    assert walk(given, just[0], just[1] + 10 * MINUTE - second, *just[2:]) == [("travel_fits", 1)]
    assert walk(given, just[0], just[1] + 10 * MINUTE, just[2] + second, just[3]) == [("travel_fits", 1)]


def test_the_stop_is_reached_before_it_starts() -> None:
    given = visits()
    early = stop(given, task_ref(0), 9.5, arrival=9 + 10 * MINUTE)
    assert broken(given, duty(0, 9, 11, early)) == []
    assert broken(given, duty(0, 9, 11, replace(early, arrival=early.arrival - 1))) == [("travel_fits", 1)]
    assert broken(given, duty(0, 9, 11, replace(early, arrival=early.start + 1))) == [("travel_fits", 1)]


def test_each_person_travels_in_their_own_mode() -> None:
    given = problem((person("Ann", mode=1),), (task("T0", 1),), paces=(1, 2))
    assert walk(given, 9, 9.5 + 40 * MINUTE, 9 + 20 * MINUTE) == []
    assert walk(given, 9, 9.5 + 40 * MINUTE, 9 + 19 * MINUTE) == [("travel_fits", 60)]


def test_a_duty_ends_at_its_end_place() -> None:
    given = visits(end_place=3)
    assert walk(given, 8, 9.5 + 20 * MINUTE, 9) == []
    assert walk(given, 8, 9.5 + 19 * MINUTE, 9) == [("travel_fits", 60)]


def test_service_may_end_elsewhere() -> None:
    given = problem((person("Ann"),), (task("T0", 1, end_place=3),))
    assert walk(given, 8, 10, 9) == []
    assert walk(given, 8, 10 - MINUTE, 9) == [("travel_fits", 60)]


def test_departure_and_arrival_lie_inside_the_availability() -> None:
    given = visits(day_spans={0: (8, 12)})
    assert walk(given, 8, 12, 9) == []
    assert walk(given, 8 - MINUTE, 12, 9) == [("travel_fits", 1)]
    assert walk(given, 8, 12 + MINUTE, 9) == [("travel_fits", 1)]


SPLIT = {"day_spans": {0: [(8, 10), (11, 15)]}}


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ((9.5, 11.0 + 10 * MINUTE), []),  # the leg after the time off
        ((9 + 20 * MINUTE, 11), []),  # the leg before the time off
        ((9 + 21 * MINUTE, 11), [("travel_fits", 600)]),  # nine minutes before it and one after: no leg is cut
        ((9.5 + MINUTE, 11.0 + 10 * MINUTE), [("travel_fits", 1)]),  # service runs into the time off
        ((9.5, 10.0 + 55 * MINUTE), [("travel_fits", 900), ("travel_fits", 1)]),  # a leg and a service in it
    ],
)
def test_legs_and_services_lie_inside_one_span(starts: tuple[float, float], expected: list[tuple[str, int]]) -> None:
    assert walk(visits(**SPLIT), 9, 15, *starts) == expected


def test_a_service_is_where_it_is_asked_for_and_as_long() -> None:
    given = visits()
    good = stop(given, task_ref(0), 9)
    assert broken(given, duty(0, 8, 11, good)) == []
    for bad in (replace(good, end=good.end - 1), replace(good, place=0), replace(good, end_place=0)):
        assert broken(given, duty(0, 8, 11, bad)) == [("travel_fits", 1)]


LUNCH = {"lunch": lunch(11.5, 13.5, 30), "day_spans": {0: (8, 18)}}


def desk_and_visit(first: float, last: float, start: float, **more: Any) -> list[tuple[str, int]]:
    """A desk from 9 to 12 at Ann's base, then a visit 10 minutes away."""
    given = problem((person("Ann", **LUNCH),), (task("T", 1),), (shift("S"),))
    return broken(given, duty(0, first, last, stop(given, shift_ref(0), 9), stop(given, task_ref(0), start), **more))


def test_lunch_before_the_leg_or_after_it_but_not_in_it() -> None:
    visit = 12.5 + 10 * MINUTE
    assert desk_and_visit(9, 14, visit, lunch=(12, 30)) == []
    given = problem((person("Ann", **LUNCH),), (task("T", 1),), (shift("S"),))
    there = stop(given, task_ref(0), visit, arrival=12 + 10 * MINUTE)
    desk = stop(given, shift_ref(0), 9)
    assert broken(given, duty(0, 9, 14, desk, there, lunch=(12 + 10 * MINUTE, 30))) == []
    assert broken(given, duty(0, 9, 14, desk, there, lunch=(12 + 5 * MINUTE, 30))) == [("travel_fits", 35 * 60)]
    assert desk_and_visit(9, 14, visit - MINUTE, lunch=(12, 30)) == [("travel_fits", 60)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (11.5, 18, []),
        (11.5 - MINUTE, 18, [("lunch_taken", minutes(30))]),
        (8, 13.5, []),
        (8, 13.5 + MINUTE, [("lunch_taken", minutes(30))]),
    ],
)
def test_lunch_is_due_on_a_duty_over_lunchtime(first: float, last: float, expected: list[tuple[str, int]]) -> None:
    given = problem((person("Ann", **LUNCH),), (task("T", 1),))
    assert broken(given, duty(0, first, last, stop(given, task_ref(0), 12.5))) == expected


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        ((11.5, 30), []),
        ((13, 30), []),
        ((11.5 - MINUTE, 30), [("lunch_taken", minutes(30))]),
        ((13 + MINUTE, 30), [("lunch_taken", minutes(30))]),
        ((11.5, 29), [("lunch_taken", minutes(29))]),
        ((11.5, 31), [("lunch_taken", minutes(31))]),
    ],
)
def test_lunch_lies_in_its_window_and_lasts_as_long_as_it_should(
    pause: tuple[float, float], expected: list[tuple[str, int]]
) -> None:
    given = problem((person("Ann", **LUNCH),), (task("T", 1),))
    assert broken(given, duty(0, 8, 15, stop(given, task_ref(0), 9), lunch=pause)) == expected


def test_lunch_is_not_taken_during_service() -> None:
    given = problem((person("Ann", **LUNCH),), (task("T", 0, duration=60),))
    day = duty(0, 8, 15, stop(given, task_ref(0), 12), lunch=(12.5, 30))
    assert broken(given, day) == [("lunch_taken", minutes(30))]
    assert broken(given, replace(day, lunch=duty(0, 8, 15, lunch=(13, 30)).lunch)) == []


def test_a_duty_of_somebody_without_lunch_has_none() -> None:
    given = problem((person("Ann"),), (task("T", 0),))
    assert broken(given, duty(0, 8, 15, stop(given, task_ref(0), 9))) == []
    assert broken(given, duty(0, 8, 15, stop(given, task_ref(0), 9), lunch=(12, 30))) == [("lunch_taken", minutes(30))]


@pytest.mark.parametrize(("until", "expected"), [(12.5, []), (12.4, [("lunch_taken", minutes(30))])])
def test_time_off_that_holds_the_lunch_is_the_lunch(until: float, expected: list[tuple[str, int]]) -> None:
    ann = person("Ann", lunch=LUNCH["lunch"], day_spans={0: [(8, 12), (until, 18)]})
    given = problem((ann,), (task("T", 0),))
    assert broken(given, duty(0, 8, 15, stop(given, task_ref(0), 9))) == expected


def test_a_lunch_does_not_lie_in_time_off() -> None:
    ann = person("Ann", lunch=LUNCH["lunch"], day_spans={0: [(8, 12), (12.4, 18)]})
    given = problem((ann,), (task("T", 0),))
    day = duty(0, 8, 15, stop(given, task_ref(0), 9))
    assert broken(given, replace(day, lunch=duty(0, 8, 15, lunch=(12.4, 30)).lunch)) == []
    assert broken(given, replace(day, lunch=duty(0, 8, 15, lunch=(12, 30)).lunch)) == [("lunch_taken", minutes(30))]


def deliveries(*loads: int, capacity: int = 3, start_place: int = 0, end_place: int | None = None) -> Problem:
    """Deliveries at place 1, a place to reload at place 0."""
    ann = person("Ann", capacity=capacity, start_place=start_place, end_place=end_place)
    tasks = tuple(task(f"T{number}", 1, load=load, duration=6) for number, load in enumerate(loads))
    return problem((ann,), tasks, reload=Reload(places=frozenset((0,)), duration=minutes(6)))


def rounds(given: Problem, *stops: Stop) -> list[tuple[str, int]]:
    return broken(given, duty(0, 8, 18, *stops))


def test_a_load_that_was_carried_from_the_start() -> None:
    given = deliveries(1, 2)
    assert rounds(given, stop(given, task_ref(0), 9), stop(given, task_ref(1), 10)) == []
    given = deliveries(2, 2)
    assert rounds(given, stop(given, task_ref(0), 9), stop(given, task_ref(1), 10)) == [("load_carried", 1)]


def test_a_reload_fills_up() -> None:
    given = deliveries(2, 2)
    assert rounds(given, stop(given, task_ref(0), 9), reload(given, 9.5), stop(given, task_ref(1), 10)) == []
    short = replace(reload(given, 9.5), end=reload(given, 9.5).end - 1)
    elsewhere = reload(given, 9.5, place=1)
    for bad, expected in ((short, []), (elsewhere, [("load_carried", 1)])):
        stops = stop(given, task_ref(0), 9), bad, stop(given, task_ref(1), 10)
        assert rounds(given, *stops) == [*expected, ("travel_fits", 1)]


def test_who_starts_elsewhere_starts_empty() -> None:
    given = deliveries(1, start_place=2)
    assert rounds(given, stop(given, task_ref(0), 9)) == [("load_carried", 1)]
    assert rounds(given, reload(given, 8.5), stop(given, task_ref(0), 9)) == []


def test_any_stop_at_a_place_to_reload_fills_up_before_it_hands_over() -> None:
    ann = person("Ann", capacity=2)
    tasks = (task("T0", 1, load=2), task("T1", 0, load=1), task("T2", 1, load=1))
    given = problem((ann,), tasks, (shift("S", 12, 13),), reload=Reload(places=frozenset((0,)), duration=minutes(6)))
    visits = [stop(given, task_ref(item), 9 + item) for item in range(3)]
    assert rounds(given, *visits) == []
    desk = stop(given, shift_ref(0), 12)
    again = problem((ann,), (tasks[0], replace(tasks[0], id="T1")), (shift("S", 12, 13),), reload=given.reload)
    ends: list[Duty] = [duty(0, 8, 18, stop(again, task_ref(0), 9), desk, stop(again, task_ref(1), 14))]
    assert broken(again, *ends) == []


def test_seat_0_alone_carries_the_load() -> None:
    crew = task("T", 1, window(), load=1, seats=(seat(), seat()))
    people = (person("Ann", capacity=1), person("Ben"))
    given = problem(people, (crew,), reload=Reload(places=frozenset((0,)), duration=0))
    for order, expected in (((0, 1), []), ((1, 0), [("load_carried", 1)])):
        duties = [duty(who, 8, 10, stop(given, task_ref(0, number), 9)) for number, who in enumerate(order)]
        assert broken(given, *duties) == expected
