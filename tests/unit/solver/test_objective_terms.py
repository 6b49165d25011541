"""Each term of levels 3 and 4 in numbers: hundredths of a second, exact to the unit."""

from __future__ import annotations

from solver.objective import (
    changes,
    further_person,
    gender_mismatch,
    lateness,
    not_preferred,
    overtime,
    target,
    travel,
    turns,
    waiting,
)
from solver.problem import Assignment, Weights, Window
from tests.builders import hours, person, problem, shift, task, task_ref

W = Weights()
CASE = 6000


def test_a_minute_of_travel_or_waiting_counts_as_a_minute() -> None:
    assert travel.cost(W, 60) == 60 * 100
    assert waiting.cost(Weights(waiting=50), 60) == 60 * 50


def test_overtime_begins_above_the_norm() -> None:
    who = person("A", norm_day=100, norm_week=300)
    assert overtime.of_day(W, who, 100) == 0
    assert overtime.of_day(W, who, 101) == 500
    assert overtime.of_week(W, who, 300) == 0
    assert overtime.of_week(W, who, 302) == 1000


def test_target_has_three_slopes_and_rounds_down() -> None:
    who = person("A", target_week=101)
    assert target.cost(W, who, 101) == 0
    assert target.cost(W, who, 102) == 100
    assert target.cost(W, who, 126) == 25 * 100
    assert target.cost(W, who, 127) == 26 * 100 + 200
    assert target.cost(W, who, 50) == 0
    assert target.cost(W, who, 49) == 50


def test_nobody_without_a_target_has_a_distance_from_it() -> None:
    assert target.cost(W, person("A"), hours(50)) == 0


def test_lateness_is_measured_by_the_window_that_admits_with_the_least() -> None:
    windows = (
        Window(earliest=0, latest=100, late_until=400),
        Window(earliest=200, latest=250, late_until=300),
        Window(earliest=500, latest=600),
    )
    work = task("T", 1, *windows)
    assert lateness.seconds(work.windows, 100) == 0
    assert lateness.seconds(work.windows, 160) == 60
    assert lateness.seconds(work.windows, 260) == 10
    assert lateness.seconds(work.windows, 350) == 250
    assert lateness.seconds(work.windows, 600) == 0
    assert lateness.cost(W, 10) == 1000


def test_one_preferred_person_in_the_crew_is_enough() -> None:
    work = task("T", preferred=[1, 2])
    assert not_preferred.cost(W, work, (0, 3)) == 60 * CASE
    assert not_preferred.cost(W, work, (0, 2)) == 0
    assert not_preferred.cost(W, task("T"), (0,)) == 0


def test_another_gender_costs_only_where_it_is_a_wish() -> None:
    him = person("A", gender="m")
    assert gender_mismatch.cost(W, task("T", gender="f"), him) == 30 * CASE
    assert gender_mismatch.cost(W, task("T", gender="m"), him) == 0
    assert gender_mismatch.cost(W, task("T", gender="f", gender_required=True), him) == 0
    assert gender_mismatch.cost(W, task("T"), him) == 0


def test_every_person_beyond_the_first_costs() -> None:
    assert further_person.cost(W, ()) == 0
    assert further_person.cost(W, (4, 4, 4)) == 0
    assert further_person.cost(W, (4, 5, 4, 6)) == 2 * 30 * CASE


def test_turns_above_the_fair_share_cost_their_square() -> None:
    who = person("A", turns_before={"noon": 2})
    assert turns.cost(W, who, "noon", 1, 3) == 0
    assert turns.cost(W, who, "noon", 3, 3) == 4 * 30 * CASE


def test_the_fair_share_is_rounded_up_over_those_who_can_take_the_turn() -> None:
    people = [
        person("A", turns_before={"noon": 3}),
        person("B"),
        person("C", exempt=["noon"]),
        person("D", day_spans={0: (10, 18)}),
    ]
    given = problem(people, shifts=[shift("S", turn="noon"), shift("S2", 14, 16, turn=None)], turns=["noon"])
    assert turns.takers(given, "noon") == {0, 1}
    assert turns.fair_share(given, "noon") == 2


def test_a_change_is_another_person_or_a_moved_start() -> None:
    earlier = Assignment(ref=task_ref(0), person=1, start=600)
    weights = Weights(moved_start=10)
    assert changes.cost(weights, earlier, None, 0) == 60 * CASE
    assert changes.cost(weights, earlier, 2, 600) == 60 * CASE
    assert changes.cost(weights, earlier, 1, 600) == 0
    assert changes.cost(weights, earlier, 1, 540) == changes.cost(weights, earlier, 1, 660) == 600
