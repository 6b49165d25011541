"""Rules on one duty: each just allowed, just refused, and refused by it alone."""

from __future__ import annotations

from typing import Any

import pytest

from solver.problem import Problem, Reload, Span
from solver.rules import lunch_taken, travel_fits, windows_hold
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
from tests.unit.solver.rulecases import Pair, hold, names, solved

OPTIONAL = [shift_seat(required=False)]
MINUTE = 1 / 60


def visit(first: float, last: float, **other: Any) -> Problem:
    return problem([person("A")], [task("T", 1, window(first, last), **other)])


def desk_then_visit(last: float) -> Problem:
    """A desk until 9, then a visit ten minutes away that starts at `last` at the latest."""
    return problem([person("A")], [task("T", 1, window(8, last), mandatory=False)], [shift("S", 8, 9)])


def two_desks(second: float) -> Problem:
    """Desks from 9 to 12 and from `second` to 15, over lunchtime."""
    return problem(
        [person("A", lunch=lunch(11.5, 13.5, 30))], shifts=[shift("S"), shift("S2", second, 15, seats=OPTIONAL)]
    )


def deliveries(count: int, last: float, places: frozenset[int]) -> Problem:
    """Deliveries of one unit by one person who carries two, until `last`; a reload takes five minutes."""
    work = [task(f"T{number}", 1, window(8, last), duration=5, load=1, mandatory=False) for number in range(count)]
    return problem([person("A", capacity=2)], work, reload=Reload(places=places, duration=minutes(5)))


PAIRS = [
    Pair("windows_hold", visit(8, 8 + 10 * MINUTE), visit(8, 8 + 9 * MINUTE), task_ref(0)),
    Pair("windows_hold", visit(17, 17 + 20 * MINUTE, duration=50), visit(17, 18, duration=51), task_ref(0)),
    Pair("travel_fits", desk_then_visit(9 + 10 * MINUTE), desk_then_visit(9 + 9 * MINUTE), task_ref(0)),
    Pair("lunch_taken", two_desks(12.5), two_desks(12.5 - MINUTE), shift_ref(1)),
]


@pytest.mark.parametrize("pair", PAIRS, ids=names(PAIRS))
def test_just_allowed_just_refused_and_by_this_rule_alone(pair: Pair) -> None:
    hold(pair)


def test_deadline_binds_the_end_of_service() -> None:
    assert solved(visit(8, 10, deadline=8 + 40 * MINUTE)).unserved == ()
    assert solved(visit(8, 10, deadline=8 + 39 * MINUTE)).unserved == (task_ref(0),)


def test_lunch_is_not_needed_by_a_duty_that_ends_before_lunchtime_does() -> None:
    assert solved(two_desks(12)).unserved == (shift_ref(1),)
    given = problem([person("A", lunch=lunch(11.5, 15))], shifts=two_desks(12).shifts)
    plan = solved(given)
    assert plan.unserved == ()
    assert plan.duties[0].lunch is None


def test_time_off_over_noon_counts_as_lunch() -> None:
    split = person("A", day_spans={0: [(8, 12), (13, 18)]}, lunch=lunch(11.5, 13.5, 60))
    plan = solved(problem([split], shifts=[shift("S"), shift("S2", 13, 16)]))
    assert plan.unserved == ()
    assert plan.duties[0].lunch is None


def test_time_off_that_is_too_short_does_not_count_as_lunch() -> None:
    split = person("A", day_spans={0: [(8, 12), (13, 18)]}, lunch=lunch(12.5, 13.5, 60))
    free = split.availability[0]
    assert split.lunch is not None
    assert not lunch_taken.time_off_suffices(split.lunch, free)
    assert solved(problem([split], shifts=[shift("S"), shift("S2", 13, 16)])).cost.missed == 1


def test_a_leg_does_not_run_into_time_off() -> None:
    spans = (Span(0, 100), Span(200, 300))
    assert travel_fits.leave_from(spans, 60, 40) == 60
    assert travel_fits.leave_from(spans, 61, 40) == 200
    assert travel_fits.leave_from(spans, 261, 40) is None
    assert travel_fits.leave_by(spans[::-1], 240, 40) == 200
    assert travel_fits.leave_by(spans[::-1], 239, 40) == 60
    assert travel_fits.leave_by(spans[::-1], 39, 40) is None


def test_the_load_is_filled_up_on_the_way() -> None:
    plan = solved(deliveries(3, 12, frozenset((0,))))
    assert plan.unserved == ()
    assert [stop.kind for duty in plan.duties for stop in duty.stops].count("reload") == 1


def test_there_is_no_time_to_fill_the_load_up() -> None:
    """Two deliveries until 8:15; a third at 8:20, or after a reload at 8:45."""
    assert len(solved(deliveries(3, 8 + 45 * MINUTE, frozenset((0,)))).unserved) == 0
    assert len(solved(deliveries(3, 8 + 44 * MINUTE, frozenset((0,)))).unserved) == 1


def test_a_duty_that_starts_elsewhere_starts_empty() -> None:
    plan = solved(deliveries(1, 12, frozenset((2,))))
    assert plan.unserved == ()
    assert plan.duties[0].stops[0].kind == "reload"
    assert plan.duties[0].stops[0].place == 2


def test_a_desk_at_a_place_of_reload_fills_up_too() -> None:
    """Two deliveries before the desk, and two right after it that leave no time for a reload of five minutes."""
    hours_of = [(9, 9 + 5 * MINUTE), (9, 9 + 5 * MINUTE), (12, 12 + 15 * MINUTE), (12, 12 + 15 * MINUTE)]
    work = [task(f"T{number}", 1, window(*each), duration=5, load=1) for number, each in enumerate(hours_of)]
    reload = Reload(places=frozenset((0,)), duration=minutes(5))
    given = problem([person("A", capacity=2)], work, [shift("S", 9 + 20 * MINUTE, 12)], reload=reload)
    assert solved(given).unserved == ()
    elsewhere = problem(given.persons, work, [shift("S", 9 + 20 * MINUTE, 12, place=2)], reload=reload)
    assert solved(elsewhere).unserved == (shift_ref(0),), "without the desk there is time for a reload"


def test_departure_is_as_late_as_the_first_start_allows() -> None:
    plan = solved(visit(10, 11))
    assert plan.duties[0].arrival - plan.duties[0].departure == minutes(50)
    assert plan.cost.terms["waiting"] == 0
    assert at(9) < plan.duties[0].departure < at(11) - minutes(10) + 1


def test_a_slot_holds_both_ends_of_its_window_and_shifts_with_the_gap() -> None:
    work = task("T", 1, window(8, 9, late=10), duration=60, deadline=10.5, seats=(seat(), seat(gap=(10, 20))))
    given = problem([person("A")], [work])
    assert windows_hold.slots_on(given, task_ref(0, 0), 0) == ((at(8), at(9.5), at(9)),)
    assert windows_hold.slots_on(given, task_ref(0, 1), 0) == ((at(8) + minutes(10), at(9.5), at(9) + minutes(20)),)


def test_a_window_over_midnight_has_a_slot_on_either_day() -> None:
    given = problem([person("A")], [task("T", 1, window(22, 26))], days=2)
    assert windows_hold.slots_on(given, task_ref(0), 0) == ((at(22), at(24) - 1, at(26)),)
    assert windows_hold.slots_on(given, task_ref(0), 1) == ((at(24), at(26), at(26)),)
