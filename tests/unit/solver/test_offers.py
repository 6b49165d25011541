"""Who could take a seat, and what would suit a person, each with its exact cost."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given as each
from hypothesis import settings

from solver.changes import assignments
from solver.offers import Offer, what_suits, who_could
from solver.plan import Cost, Plan
from solver.problem import Problem, Ref
from solver.referee import cost_of, violations
from solver.solve import Budget, solve
from tests.builders import (
    at,
    decided,
    mix,
    person,
    pin,
    problem,
    random_problem,
    seat,
    seeds,
    shift,
    shift_ref,
    shift_seat,
    task,
    task_ref,
    window,
)

BUDGET = Budget(iterations=20)
MINUTE = 6000


def made(given: Problem, *pins: tuple[Ref, int]) -> tuple[Problem, Plan]:
    """The problem, and a plan in which these persons have these seats."""
    plan = solve(replace(given, pins=tuple(pin(ref, who) for ref, who in pins)), BUDGET)
    return given, plan


def empty(given: Problem) -> Plan:
    """A plan in which nobody does anything."""
    nothing = Plan(duties=(), unserved=(), cost=Cost(missed=0, left=0))
    seats = [(item, number) for item, work in enumerate(given.tasks) for number in range(len(work.seats))]
    unserved = tuple(task_ref(item, number) for item, number in seats)
    return replace(nothing, unserved=unserved, cost=cost_of(given, nothing))


def persons(offers: tuple[Offer, ...]) -> list[int]:
    return [offer.person for offer in offers]


def street() -> tuple[Problem, Plan]:
    """A visits 30 minutes away at 9; B could do it on the way to a visit 20 minutes away; C starts next door; D is
    of another role.
    """
    people = [person("A"), person("B"), person("C", start_place=2), person("D", role="staff")]
    work = [
        task("T", 3, window(9, 9), seats=(seat(roles=["volunteer"]),)),
        task("T2", 2, window(10.25, 10.25), required=[1]),
    ]
    return made(problem(people, work), (task_ref(0), 0))


def test_everybody_who_could_take_over_a_seat_the_cheapest_first() -> None:
    """A's hour on the way goes; C comes 20 minutes of way, B 20 of detour and a wait."""
    offers = who_could(*street(), task_ref(0))
    assert [(offer.person, offer.start) for offer in offers] == [(2, at(9)), (1, at(9))]
    assert [(offer.missed, offer.left) for offer in offers] == [(0, 0)] * 2
    assert offers[0].cost == -40 * MINUTE
    assert offers[1].cost == (60 + 35 - 40 - 60) * MINUTE


def test_an_unserved_seat_is_offered_to_those_who_have_room() -> None:
    given, plan = street()
    bare = replace(plan, duties=tuple(duty for duty in plan.duties if duty.person == 1), unserved=(task_ref(0),))
    bare = replace(bare, cost=cost_of(given, bare))
    offers = who_could(given, bare, task_ref(0))
    assert persons(offers) == [2, 1, 0]
    assert {offer.missed for offer in offers} == {-1}


def test_a_pin_on_the_seat_does_not_count() -> None:
    given, plan = street()
    assert persons(who_could(replace(given, pins=(pin(task_ref(0), 0),)), plan, task_ref(0))) == [2, 1]


def test_what_is_past_has_no_offers() -> None:
    given, plan = street()
    past = replace(given, baseline=assignments(plan), frozen_until=at(9) + 1)
    assert who_could(past, plan, task_ref(0)) == ()


def test_a_crew_keeps_its_other_members() -> None:
    given = problem([person("A"), person("B"), person("C")], [task("T", 1, window(9, 9), seats=(seat(), seat()))])
    offers = who_could(*made(given, (task_ref(0), 0), (task_ref(0, 1), 1)), task_ref(0))
    assert [[taken.person for taken in offer.crew] for offer in offers] == [[2, 1]]


def test_an_unserved_crew_comes_whole() -> None:
    """C can take the seat, and finds a partner only in B."""
    people = [person("A", role="staff"), person("B", role="staff", start_place=1), person("C")]
    crew = task("T", 1, window(9, 9), seats=(seat(roles=["volunteer"]), seat(roles=["staff"])), required=[1, 2])
    given = problem(people, [crew])
    offers = who_could(given, empty(given), task_ref(0))
    assert [[taken.person for taken in offer.crew] for offer in offers] == [[2, 1]]


def test_who_would_break_the_mix_of_a_shift_is_not_offered() -> None:
    desk = shift("S", seats=[shift_seat(), shift_seat()], mix=(mix(1, "staff"),))
    people = [person("A", role="staff"), person("B"), person("C"), person("D", role="staff")]
    offers = who_could(*made(problem(people, shifts=[desk]), (shift_ref(0), 0), (shift_ref(0, 1), 1)), shift_ref(0))
    assert persons(offers) == [3]


def test_who_has_no_hours_left_is_not_offered() -> None:
    given, plan = street()
    tired = tuple(replace(who, max_week=1800) if who.id == "C" else who for who in given.persons)
    assert persons(who_could(replace(given, persons=tired), plan, task_ref(0))) == [1]


def test_what_suits_a_free_person_the_most_useful_first() -> None:
    """Two visits nobody serves fit; a mandatory one comes first, one at another time of day does not fit."""
    people = [person("A", day_spans={0: (8, 12)}), person("B", day_spans={})]
    work = [
        task("T", 1, window(9, 9), mandatory=False, weight=2),
        task("T2", 3, window(10, 10)),
        task("T3", 1, window(14, 14)),
    ]
    given = problem(people, work)
    offers = what_suits(given, empty(given), 0, 0)
    assert [(offer.ref, offer.start) for offer in offers] == [(task_ref(1), at(10)), (task_ref(0), at(9))]
    assert [(offer.missed, offer.left) for offer in offers] == [(-1, 0), (0, -2)]
    assert what_suits(given, empty(given), 1, 0) == ()


@settings(max_examples=60, deadline=None)
@each(seeds())
def test_every_offer_costs_what_it_says_and_moves_nobody_else(seed: int) -> None:
    rng = Random(seed)
    given = random_problem(rng)
    plan = solve(given, BUDGET)
    if rng.random() < 0.4:
        given = decided(rng, given, plan)
    before = {taken.ref: taken.person for taken in assignments(plan)}
    asked = [*rng.sample(sorted(before), min(2, len(before))), *plan.unserved[:2]]
    offers = [offer for ref in asked for offer in who_could(given, plan, ref)]
    offers += what_suits(given, plan, 0, 0)
    for offer in offers:
        free = replace(given, pins=tuple(held for held in given.pins if held.ref != offer.ref))
        after = {taken.ref: taken.person for taken in assignments(offer.plan)}
        assert violations(free, offer.plan) == ()
        change = tuple(
            new - old for new, old in zip(cost_of(free, offer.plan).key, cost_of(given, plan).key, strict=True)
        )
        assert change == (offer.missed, offer.left, offer.cost)
        assert after[offer.ref] == offer.person != before.get(offer.ref)
        assert all(after.get(ref) == who for ref, who in before.items() if ref != offer.ref)


def test_nobody_is_overlooked_where_pins_find_a_way() -> None:
    """Whoever is not offered cannot be pinned there beside everybody's own seats."""
    given, plan = street()
    others = tuple(pin(taken.ref, taken.person) for taken in assignments(plan) if taken.ref != task_ref(0))
    able = []
    for who in range(1, 4):
        try:
            solve(replace(given, pins=(*others, pin(task_ref(0), who))), BUDGET)
        except ValueError:
            continue
        able.append(who)
    assert able == sorted(persons(who_could(given, plan, task_ref(0))))
