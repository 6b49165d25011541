"""What is asked besides, in plans: each rule just allowed, just refused and by it alone; each term moves the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.plan import Plan
from solver.problem import Person, Problem, Weights, Wish
from solver.solve import Budget, solve
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
from tests.unit.solver.rulecases import Pair, hold, names

FREE = [shift_seat(required=False)]


def solved(given: Problem) -> Plan:
    return solve(given, Budget(iterations=100))


def who_serves(plan: Plan) -> dict[object, int]:
    return {stop.ref: duty.person for duty in plan.duties for stop in duty.stops}


# -- rules ------------------------------------------------------------------------------------------------------------


def two_turns(*kinds: str, **other: Any) -> Problem:
    """A required turn on day 0 and an optional one on day 1."""
    given = problem(
        [person("A", day_spans={0: (8, 18), 1: (8, 18)}, max_turns=other.pop("max_turns", {}))],
        shifts=[shift("S", turn=kinds[0]), shift("S2", day=1, turn=kinds[1], seats=FREE)],
        days=2,
        turns=["noon", "night"],
        **other,
    )
    return replace(given, persons=tuple(replace(who, max_weekends=1) for who in given.persons))


def lone_day(**limits: Any) -> Problem:
    """An optional desk on the second of four days, and nothing else."""
    days = dict.fromkeys(range(4), (8, 18))
    return problem([person("A", day_spans=days, **limits)], shifts=[shift("S", day=1, seats=FREE)], days=4)


def apart(**limits: Any) -> Problem:
    """A required desk on the first of four days and an optional one on the third."""
    days = dict.fromkeys(range(4), (8, 18))
    desks = [shift("S"), shift("S2", day=2, seats=FREE)]
    return problem([person("A", day_spans=days, **limits)], shifts=desks, days=4)


def pair_of_tasks(*bundle: int) -> Problem:
    """A task that anybody can do and one that nobody can."""
    tasks = [task("T", mandatory=False), task("T2", mandatory=False, seats=(seat(skills=["care"]),))]
    return problem([person("A")], tasks, bundles=(bundle,) if bundle else ())


def own_window(last: float) -> Problem:
    """Two seats ten minutes away; the second may start when the first does, but no later than `last`."""
    own = replace(seat(), windows=(window(8, last),))
    return problem([person("A"), person("B")], [task("T", 1, window(8, 12), seats=(seat(), own))])


def until(last: float, **facts: bool) -> Problem:
    """A desk from 9 to 12 of somebody who is there until `last`, with a lunch of half an hour from 11:30 on."""
    meal = replace(lunch(11.5, 13.5, 30), **facts)
    return problem([person("A", day_spans={0: (9, last)}, lunch=meal)], shifts=[shift("S", 9, 12)])


PAIRS = [
    Pair(
        "max_turns",
        two_turns("noon", "noon", max_turns={"noon": 2}),
        two_turns("noon", "noon", max_turns={"noon": 1}),
        shift_ref(1),
    ),
    Pair(
        "turn_order",
        two_turns("night", "noon"),
        two_turns("night", "noon", not_next_day=(("night", "noon"),)),
        shift_ref(1),
    ),
    Pair(
        "weekends_off",
        two_turns("noon", "noon", weekends=[0, 0]),
        two_turns("noon", "noon", weekends=[0, 1]),
        shift_ref(1),
    ),
    Pair("runs_long_enough", lone_day(), lone_day(min_run=2), shift_ref(0)),
    Pair("runs_long_enough", apart(min_run_off=1), apart(min_run_off=2), shift_ref(1)),
    Pair("bundle_whole", pair_of_tasks(), pair_of_tasks(0, 1), task_ref(0)),
    Pair("windows_hold", own_window(8 + 1 / 6), own_window(8 + 9 / 60), task_ref(0, 1)),
    Pair("lunch_taken", until(12.5, always=True), until(12.25, always=True), shift_ref(0)),
]


@pytest.mark.parametrize("pair", PAIRS, ids=names(PAIRS))
def test_just_allowed_just_refused_and_by_this_rule_alone(pair: Pair) -> None:
    hold(pair)


def test_a_run_is_made_long_enough() -> None:
    """Desks on days 1, 2 and 4 of six; who serves at all serves two days running."""
    days = dict.fromkeys(range(6), (8, 18))
    desks = [shift(f"S{day}", day=day, seats=FREE) for day in (1, 2, 4)]
    plan = solved(problem([person("A", day_spans=days, min_run=2)], shifts=desks, days=6))
    assert [duty.day for duty in plan.duties] == [1, 2]


def test_a_bundle_is_served_whole() -> None:
    tasks = [task(f"T{number}", mandatory=False, weight=number) for number in range(1, 4)]
    assert solved(problem([person("A")], tasks, bundles=((0, 1, 2),))).unserved == ()


def test_a_duty_departs_as_the_day_opens() -> None:
    early = replace(person("A").availability[0], at_opening=True)
    plan = solved(problem([replace(person("A"), availability=(early,))], [task("T", 1, window(10, 11))]))
    assert plan.duties[0].departure == at(8)
    assert plan.cost.terms["waiting"] == 100 * minutes(110)


def test_a_pause_that_is_always_due_is_taken_before_a_late_duty() -> None:
    meal = replace(lunch(11.5, 13.5, 30), always=True)
    plan = solved(problem([person("A", lunch=meal)], [task("T", 1, window(15, 15))]))
    assert plan.cost.missed == 0
    assert plan.duties[0].lunch is not None
    assert plan.duties[0].lunch.end <= plan.duties[0].departure


# -- terms ------------------------------------------------------------------------------------------------------------


def beside(**facts: Any) -> Problem:
    """One task at Ben's base, twenty minutes from Ann's; the facts are Ann's, the task's or the problem's."""
    ann = replace(person("A", start_place=1), **facts.pop("ann", {}))
    work = task("T", 3, **facts.pop("task", {}))
    return problem([ann, person("B", start_place=3)], [work], **facts)


def taker(given: Problem) -> int:
    return who_serves(solved(given))[task_ref(0)]


def test_the_nearer_person_goes_unless_unwanted_or_not_preferred() -> None:
    assert taker(beside()) == 1
    assert taker(beside(task={"unwanted": frozenset((1,))})) == 0
    assert taker(beside(task={"preferred": [0], "preferred_each": True})) == 0


def test_work_goes_to_whose_month_lacks_it() -> None:
    assert taker(beside(ann={"least_month": hours(5)})) == 0


@pytest.mark.parametrize(("price", "served"), [(39, False), (41, True)])
def test_work_with_a_price_is_served_when_that_costs_less(price: int, served: bool) -> None:
    """Ten minutes there and ten back, each minute worth two."""
    work = replace(task("T", 1, mandatory=False, weight=9), left_cost=price)
    plan = solved(problem([person("A")], [work], weights=Weights(travel=200)))
    assert (plan.unserved == ()) == served
    assert plan.cost.left == 0


def test_a_seat_too_many_stays_empty_unless_somebody_wishes_for_it() -> None:
    seats = [replace(shift_seat(required=False), left_cost=0, filled_cost=30)]
    given = problem([person("A")], shifts=[shift("S", seats=seats)])
    assert solved(given).unserved == (shift_ref(0),)
    wish = Wish(shift=0, person=0, wanted=True, cost=31)
    assert solved(replace(given, wishes=(wish,))).unserved == ()


def test_a_shift_goes_to_who_does_not_mind() -> None:
    given = problem([person("A"), person("B", start_place=1)], shifts=[shift("S")])
    assert who_serves(solved(given))[shift_ref(0)] == 0
    wish = Wish(shift=0, person=0, wanted=False, cost=21)
    assert who_serves(solved(replace(given, wishes=(wish,))))[shift_ref(0)] == 1


def due_at(who: Person, hour: float) -> Person:
    return replace(who, availability=(replace(who.availability[0], due=at(hour)),))


def test_work_goes_to_who_is_back_in_time() -> None:
    people = [due_at(person("A"), 12), person("B", start_place=1)]
    work = [task("T", 0, window(12, 12))]
    assert who_serves(solved(problem(people, work)))[task_ref(0)] == 1
    cheap = problem(people, work, weights=Weights(late_arrival=10))
    assert who_serves(solved(cheap))[task_ref(0)] == 0


def test_busy_time_is_shared_out_where_balance_counts() -> None:
    work = [task("T", 0, window(9, 9)), task("T2", 0, window(10, 10))]
    people = [person("A"), person("B", start_place=1)]
    assert len(set(who_serves(solved(problem(people, work, weights=Weights(waiting=0)))).values())) == 1
    fair = problem(people, work, weights=Weights(waiting=0, imbalance=1000))
    assert len(set(who_serves(solved(fair)).values())) == 2


def test_the_highest_lateness_is_kept_low() -> None:
    """Three tasks that are all due at 9 and take an hour: one alone is two hours late, two people at most one."""
    work = [task(f"T{number}", 0, window(9, 9, late=18), duration=60) for number in range(3)]
    people = [person("A"), person("B", start_place=3)]
    weights = Weights(lateness=1)
    assert len(solved(problem(people, work, weights=weights)).duties) == 1
    strict = replace(weights, highest_lateness=1000)
    assert len(solved(problem(people, work, weights=strict)).duties) == 2


def test_a_lunch_is_missed_only_where_that_costs_less() -> None:
    meal = replace(lunch(11.5, 13.5, 30), required=False)
    desks = [shift("S", 9, 12.5), shift("S2", 12.75, 15, seats=FREE)]
    plan = solved(problem([person("A", lunch=meal)], shifts=desks))
    assert plan.unserved == ()
    assert plan.cost.terms["missed_lunch"] == 60 * 6000
    longer = [shift("S", 9, 12), shift("S2", 12.75, 15, seats=FREE)]
    assert solved(problem([person("A", lunch=meal)], shifts=longer)).cost.terms["missed_lunch"] == 0
