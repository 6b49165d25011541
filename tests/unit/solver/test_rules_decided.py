"""Pins and the frozen past: kept to the second, whatever would be cheaper."""

from __future__ import annotations

import pytest

from solver.problem import Assignment, Reload
from solver.rules import past_frozen, pins_hold
from solver.solve import PinsCannotHold
from tests.builders import (
    at,
    lunch,
    minutes,
    mix,
    person,
    pin,
    problem,
    seat,
    shift,
    shift_ref,
    shift_seat,
    task,
    task_ref,
    window,
)
from tests.unit.solver.rulecases import solved

TWO = [person("A"), person("B", start_place=3)]


def test_a_pinned_person_takes_the_seat_though_another_is_nearer() -> None:
    work = [task("T", 1)]
    assert solved(problem(TWO, work)).duties[0].person == 0
    assert solved(problem(TWO, work, pins=[pin(task_ref(0), 1)])).duties[0].person == 1


def test_a_pinned_start_is_kept() -> None:
    plan = solved(problem(TWO, [task("T", 1)], pins=[pin(task_ref(0), 1, at(15) + 7)]))
    assert plan.duties[0].stops[0].start == at(15) + 7


def test_a_pinned_optional_seat_is_kept_at_the_cost_of_a_mandatory_one() -> None:
    desks = [shift("S", seats=[shift_seat(required=False)]), shift("S2")]
    plan = solved(problem([person("A")], shifts=desks, pins=[pin(shift_ref(0), 0)]))
    assert plan.unserved == (shift_ref(1),)


def test_the_partner_of_a_pinned_person_is_found() -> None:
    plan = solved(problem(TWO, [task("T", seats=(seat(), seat()), mandatory=False)], pins=[pin(task_ref(0, 1), 0)]))
    assert {duty.person: duty.stops[0].ref for duty in plan.duties} == {0: task_ref(0, 1), 1: task_ref(0, 0)}


def test_the_mix_of_a_pinned_shift_is_found() -> None:
    desk = shift("S", seats=[shift_seat(required=False)] * 2, mix=(mix(1, "staff"),))
    people = [person("A"), person("B", role="staff", start_place=3)]
    assert solved(problem(people, shifts=[desk], pins=[pin(shift_ref(0), 0)])).unserved == ()


def test_pins_that_leave_no_plan_are_refused_by_name() -> None:
    given = problem(
        [person("A", lunch=lunch(11.5, 13.5, 60))],
        shifts=[shift("S", 9, 12.5), shift("S2", 12.75, 15)],
        pins=[pin(shift_ref(0), 0), pin(shift_ref(1), 0)],
    )
    with pytest.raises(PinsCannotHold, match=r"shift [01] seat 0"):
        solved(given)


def test_the_past_is_kept_to_the_second_and_nothing_else_starts_in_it() -> None:
    earlier = Assignment(ref=task_ref(0), person=1, start=at(9) + 1)
    work = [task("T", 1), task("T2", 2, window(8, 12))]
    plan = solved(problem(TWO, work, baseline=[earlier], frozen_until=at(10)))
    found = {stop.ref: (duty.person, stop.start) for duty in plan.duties for stop in duty.stops}
    assert found[task_ref(0)] == (1, at(9) + 1)
    assert found[task_ref(1)][1] >= at(10)


def test_what_pins_and_past_leave() -> None:
    earlier = Assignment(ref=task_ref(1), person=1, start=at(9))
    work = [task("T", 1), task("T2", 2, window(8, 12))]
    given = problem(TWO, work, pins=[pin(task_ref(0), 1)], baseline=[earlier], frozen_until=at(10))
    assert pins_hold.allows(given, 1, task_ref(0), 0)
    assert not pins_hold.allows(given, 0, task_ref(0), 0)
    assert past_frozen.allows(given, 1, task_ref(1), 0)
    assert not past_frozen.allows(given, 0, task_ref(1), 0)
    assert set(pins_hold.pins(given)) == {task_ref(0), task_ref(1)}


def test_pins_that_hold_only_beside_the_rest_of_the_earlier_plan_hold() -> None:
    """The load of the second pinned door is filled up by an unpinned visit at the place of reload."""
    minute = 1 / 60
    work = [
        task("T", 1, window(9, 9), duration=5, load=1),
        task("T2", 0, window(9 + 15 * minute, 9 + 15 * minute), duration=5, mandatory=False),
        task("T3", 1, window(9 + 30 * minute, 9 + 30 * minute), duration=5, load=1),
    ]
    reload = Reload(places=frozenset((0,)), duration=minutes(10))
    free = problem([person("A", capacity=1)], work, reload=reload)
    plan = solved(free)
    assert plan.unserved == ()
    earlier = [
        Assignment(ref=stop.ref, person=0, start=stop.start) for stop in plan.duties[0].stops if stop.ref is not None
    ]
    pinned = problem(
        free.persons, work, reload=reload, baseline=earlier, pins=[pin(task_ref(0), 0), pin(task_ref(2), 0)]
    )
    assert solved(pinned).unserved == ()
