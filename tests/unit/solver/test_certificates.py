"""Certificates: what counting proves, that it can be verified without what found it, and that a false one is not."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from solver.bounds.check import add_up, certificate_holds
from solver.bounds.counting import count, least_lost
from solver.bounds.matching import Matching
from solver.plan import Certificate
from solver.problem import Precedence, Problem, Series
from solver.solve import Budget, solve
from tests.builders import (
    at,
    person,
    problem,
    random_problem,
    seat,
    shift,
    shift_ref,
    shift_seat,
    task,
    task_ref,
    window,
)


def proved(given: Problem) -> list[Certificate]:
    counted = count(given)
    assert all(certificate_holds(given, one) for one in counted.certificates)
    assert add_up(counted.certificates)
    return list(counted.certificates)


TRAINED = [shift_seat(skills=["care"])]
OPTIONAL = shift_seat(required=False, weight=4)


def test_nobody_holds_the_skill() -> None:
    given = problem([person("A")], [task("T", seats=(seat(), seat(skills=["care"])))])
    assert proved(given) == [Certificate(ground="nobody", level=1, refs=(task_ref(0, 1),), persons=(), amount=2)]


def test_nobody_gets_there_in_time() -> None:
    near, far = task("T", 3, window(8, 8.5), mandatory=False, weight=3), task("T2", 3, window(8, 8.4))
    (one,) = proved(problem([person("A")], [near, far]))
    assert (one.ground, one.refs, one.amount) == ("nobody", (task_ref(1),), 1)


def test_a_day_that_the_series_does_not_allow_has_nobody() -> None:
    (one,) = proved(problem([person("A")], [task("T")], series=[Series(id="R", tasks=(0,), gap_days=3, last_day=-2)]))
    assert one.ground == "nobody"


def test_two_seats_that_only_one_person_could_take() -> None:
    (one,) = proved(problem([person("A")], [task("T", seats=(seat(), seat()), mandatory=False, weight=5)]))
    assert (one.ground, one.level, one.persons, one.amount) == ("crew", 2, (0,), 5)


def test_what_follows_something_lost_is_lost() -> None:
    lost, after, last = task("T", seats=(seat(skills=["care"]),), mandatory=False), task("T2"), task("T3")
    chain = [Precedence(first=0, second=1), Precedence(first=1, second=2)]
    found = proved(problem([person("A")], [lost, after, last], precedences=chain))
    assert [(one.ground, one.level) for one in found] == [("nobody", 2), ("follows", 1), ("follows", 1)]
    assert found[2].beside == (task_ref(1),)


def test_three_trained_seats_at_once_and_one_trained_person() -> None:
    people = [person("A", skills=["care"]), person("B"), person("C", skills=["care"], day_spans={0: (13, 18)})]
    desks = [shift("S", 9, 12, seats=TRAINED), shift("S2", 10, 11, seats=TRAINED), shift("S3", 10.5, 12, seats=TRAINED)]
    (one,) = proved(problem(people, shifts=[*desks, shift("S4", 9, 12)]))
    assert (one.ground, one.refs, one.persons) == ("at_once", (shift_ref(0), shift_ref(1)), (0,))
    assert one.amount == 1
    assert one.moment == at(10)


def test_optional_work_loses_the_person_that_mandatory_work_needs() -> None:
    (one,) = proved(problem([person("A")], shifts=[shift("S"), shift("S2", seats=[OPTIONAL])]))
    assert (one.level, one.refs, one.beside, one.amount) == (2, (shift_ref(1),), (shift_ref(0),), 4)


def test_the_least_weight_is_lost() -> None:
    seats = [shift_seat(required=False, weight=weight) for weight in (5, 2, 9)]
    (one,) = proved(problem([person("A")], shifts=[shift("S", seats=seats)]))
    assert one.amount == 7


@pytest.mark.parametrize(("units", "excess", "lost"), [([(1, 4), (1, 3)], 1, 3), ([(2, 2), (1, 5)], 1, 1), ([], 0, 0)])
def test_giving_up_seats_costs_no_more_than_this(units: list[tuple[int, int]], excess: int, lost: int) -> None:
    assert least_lost(units, excess) == lost


def test_a_matching_passes_persons_on() -> None:
    matching = Matching([[0, 1], [0], [1, 2], [2]])
    assert [matching.add(seat) for seat in range(4)] == [None, None, None, frozenset({0, 1, 2, 3})]


@pytest.mark.parametrize(
    "change",
    [{"amount": 2}, {"persons": ()}, {"level": 2}, {"moment": at(12)}, {"refs": (shift_ref(0),)}, {"ground": "nobody"}],
)
def test_a_certificate_that_says_too_much_does_not_hold(change: dict[str, object]) -> None:
    given = problem([person("A")], shifts=[shift("S"), shift("S2")])
    (one,) = proved(given)
    assert not certificate_holds(given, replace(one, **change))  # type: ignore[arg-type]


def test_certificates_that_share_work_do_not_add_up() -> None:
    (one,) = proved(problem([person("A")], shifts=[shift("S"), shift("S2")]))
    assert not add_up([one, one])


@pytest.mark.parametrize("seed", range(150))
def test_certificates_of_random_problems_hold_and_no_plan_is_better(seed: int) -> None:
    given = random_problem(Random(seed))
    plan = solve(given, Budget(iterations=60))
    assert all(certificate_holds(given, one) for one in plan.certificates)
    assert add_up(plan.certificates)
    assert plan.bound[0] is not None
    assert plan.bound[1] is not None
    assert sum(one.amount for one in plan.certificates if one.level == 1) <= plan.bound[0] <= plan.cost.missed
    if plan.cost.missed == plan.bound[0]:
        assert sum(one.amount for one in plan.certificates if one.level == 2) <= plan.bound[1] <= plan.cost.left


def test_counting_alone_explains_four_of_five_bounds_of_random_problems() -> None:
    """CP-SAT proves more in the others, by hours and by rules on several days."""
    plans = [solve(random_problem(Random(seed)), Budget(iterations=60)) for seed in range(150)]
    counted = sum(plan.bound[0] == sum(one.amount for one in plan.certificates if one.level == 1) for plan in plans)
    assert counted >= 120
