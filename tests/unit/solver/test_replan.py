"""Planning again: three levels of gentleness, a frozen past, and no change that is not needed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given as each
from hypothesis import settings

from solver.changes import (
    Change,
    DayClosed,
    Now,
    PersonAway,
    PersonThere,
    TaskAdded,
    TaskMoved,
    WorkCancelled,
    assignments,
)
from solver.plan import Plan
from solver.problem import DAY, Problem, Ref, Span
from solver.referee import violations
from solver.replan import Level, remaining, replan, unforced_changes
from solver.solve import Budget, solve
from solver.trial import Trial
from tests.builders import (
    at,
    decided,
    hours,
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

FIRST, BUDGET = Budget(iterations=0), Budget(iterations=100)
ILL = PersonAway(0, Span(0, at(24)))


def office() -> tuple[Problem, Plan]:
    """A visits at 9, B at 14 with room before, C is free all day but only from 16; each visit fits A and B, that at 16
    everybody.
    """
    people = [person("A"), person("B"), person("C", day_spans={0: (15, 18)})]
    work = [
        task("T", 1, window(9, 9), required=[0, 1]),
        task("T2", 1, window(14, 14), required=[1]),
        task("T3", 1, window(16, 16), required=[0, 2]),
    ]
    given = problem(people, work, pins=[pin(task_ref(0), 0), pin(task_ref(2), 0)])
    return replace(given, pins=()), solve(given, BUDGET)


def held(plan: Plan) -> dict[Ref, int]:
    return {taken.ref: taken.person for taken in assignments(plan)}


def test_only_free_people_take_what_is_lost() -> None:
    """B has a duty and keeps just that; C is free and takes the visit at 16."""
    given, plan = office()
    again = replan(given, plan, [ILL], Level.KEEP_ROUTES, BUDGET)
    assert held(again) == {task_ref(1): 1, task_ref(2): 2}
    assert [duty for duty in again.duties if duty.person == 1] == [duty for duty in plan.duties if duty.person == 1]


def test_new_time_makes_somebody_with_a_duty_free() -> None:
    given, plan = office()
    more = PersonThere(1, Span(at(6), at(8)))
    again = replan(given, plan, [ILL, more], Level.KEEP_ROUTES, BUDGET)
    assert held(again)[task_ref(0)] == 1


def test_what_is_lost_is_fitted_between_the_stops_of_others() -> None:
    given, plan = office()
    again = replan(given, plan, [ILL], Level.KEEP_PEOPLE, BUDGET)
    assert held(again) == {task_ref(0): 1, task_ref(1): 1, task_ref(2): 2}


def chain() -> tuple[Problem, Plan]:
    """A's visit at 9 could only be B's, whose own at 9 could be C's."""
    work = [task("T", 1, window(9, 9), required=[0, 1]), task("T2", 1, window(9, 9), required=[1, 2])]
    given = problem([person("A"), person("B"), person("C")], work, pins=[pin(task_ref(0), 0), pin(task_ref(1), 1)])
    return replace(given, pins=()), solve(given, BUDGET)


@pytest.mark.parametrize(("level", "missed", "unforced"), [(Level.KEEP_PEOPLE, 1, 0), (Level.ANYTHING, 0, 1)])
def test_a_kept_stop_changes_its_person_only_when_anything_may_change(level: Level, missed: int, unforced: int) -> None:
    given, plan = chain()
    again = replan(given, plan, [ILL], level, BUDGET)
    assert again.cost.missed == missed
    assert unforced_changes(remaining(given, plan, [ILL]), plan, again) == unforced


def test_times_may_move_to_fit_something_in() -> None:
    """The visit planned at 9 makes room for a new one that must be at 9."""
    given = problem([person("A")], [task("T", 1, window(9, 12))], points=(0, 10, 20, 30))
    plan = solve(replace(given, pins=(pin(task_ref(0), 0, at(9)),)), BUDGET)
    new = TaskAdded(task("T2", 1, window(9, 9)))
    again = replan(given, plan, [new], Level.KEEP_PEOPLE, BUDGET)
    assert again.unserved == ()
    assert [stop.ref for stop in again.duties[0].stops] == [task_ref(1), task_ref(0)]


def test_a_kept_stop_stays_on_its_day() -> None:
    """Another day would be cheaper, for then one way would do for both."""
    days = {0: (8, 18), 1: (8, 18)}
    given = problem([person("A", day_spans=days)], [task("T", 3, window(9, 12), window(9, 12, 1))], days=2)
    plan = solve(replace(given, pins=(pin(task_ref(0), 0, at(9)),)), BUDGET)
    new = TaskAdded(task("T2", 3, window(9, 9, 1)))
    again = replan(given, plan, [new], Level.KEEP_PEOPLE, BUDGET)
    assert [duty.day for duty in again.duties] == [0, 1]
    free = replan(given, plan, [new], Level.ANYTHING, BUDGET)
    assert [duty.day for duty in free.duties] == [1]


def test_the_past_stays_to_the_second() -> None:
    given, plan = office()
    changes: list[Change] = [Now(at(9) + 60), PersonAway(0, Span(at(9) + 60, at(24)))]
    for level in Level:
        again = replan(given, plan, changes, level, BUDGET)
        assert assignments(plan)[0] in assignments(again)
        assert held(again)[task_ref(2)] == 2


def test_a_partner_stays_when_the_other_is_away() -> None:
    """B, who has a duty, keeps their seat of the pair; the free C takes A's."""
    pair = task("T", 1, window(9, 9), seats=(seat(), seat()))
    given = problem([person("A"), person("B"), person("C")], [pair])
    plan = solve(replace(given, pins=(pin(task_ref(0), 0), pin(task_ref(0, 1), 1))), BUDGET)
    for level in Level:
        assert held(replan(given, plan, [ILL], level, FIRST)) == {task_ref(0): 2, task_ref(0, 1): 1}


def test_a_shift_short_of_its_mix_is_mended_by_the_right_role() -> None:
    desk = shift("S", seats=[shift_seat(), shift_seat()], mix=(mix(1, "staff"),))
    people = [person("A", role="staff"), person("B"), person("C"), person("D", role="staff")]
    given = problem(people, shifts=[desk])
    plan = solve(replace(given, pins=(pin(shift_ref(0), 0), pin(shift_ref(0, 1), 1))), BUDGET)
    again = replan(given, plan, [ILL], Level.KEEP_ROUTES, FIRST)
    assert held(again) == {shift_ref(0): 3, shift_ref(0, 1): 1}


def test_a_shift_that_nobody_can_mend_closes_without_blame() -> None:
    desk = shift("S", seats=[shift_seat(), shift_seat()], mix=(mix(1, "staff"),))
    given = problem([person("A", role="staff"), person("B")], shifts=[desk])
    plan = solve(replace(given, pins=(pin(shift_ref(0), 0), pin(shift_ref(0, 1), 1))), BUDGET)
    again = replan(given, plan, [ILL], Level.ANYTHING, BUDGET)
    assert again.duties == ()
    assert unforced_changes(remaining(given, plan, [ILL]), plan, again) == 0


def test_untouched_duties_keep_their_times() -> None:
    """Another way of timing would leave home later; people keep what they were told."""
    given = problem([person("A"), person("B")], [task("T", 1, window(9, 10)), task("T2", 1, window(14, 14))])
    made = solve(replace(given, pins=(pin(task_ref(0), 1, at(9.5)), pin(task_ref(1), 0))), BUDGET)
    again = replan(given, made, [ILL], Level.KEEP_ROUTES, FIRST)
    assert [duty for duty in again.duties if duty.person == 1] == [duty for duty in made.duties if duty.person == 1]


def test_pins_that_only_together_leave_no_way_give_way() -> None:
    """Both are pinned to A, who has an hour left: long enough for one, whichever starts first."""
    work = [task("T", 0, window(8, 12)), task("T2", 0, window(8, 12), duration=45)]
    given = problem([person("A"), person("B")], work, pins=[pin(task_ref(0), 0), pin(task_ref(1), 0)])
    plan = solve(given, BUDGET)
    changes = [PersonAway(0, Span(at(9), at(24)))]
    left = remaining(given, plan, changes)
    assert len(left.pins) == 1
    assert sorted(held(replan(given, plan, changes, Level.KEEP_PEOPLE, BUDGET)).values()) == [0, 1]


def test_the_same_input_gives_the_same_plan() -> None:
    given = random_problem(Random(7), persons=6, tasks=12, shifts=5, days=4)
    plan = solve(given, BUDGET)
    changes: list[Change] = [Now(at(9)), PersonAway(0, Span(at(9), at(24, 3)))]
    for level in Level:
        first, second = (replan(given, plan, changes, level, BUDGET, seed=3) for _ in range(2))
        assert replace(first, seconds=0.0) == replace(second, seconds=0.0)


def test_it_ends_when_asked() -> None:
    given, plan = office()
    again = replan(given, plan, [ILL], Level.ANYTHING, Budget(iterations=10**9), stop=lambda: True)
    assert again.unserved == ()


def happened(rng: Random, given: Problem, plan: Plan) -> list[Change]:
    """An hour of the day, an absence, and now and then more."""
    now = max(given.frozen_until, min(hours(rng.choice((0, 9, 11, 14, 33))), given.horizon - 1))
    begun = {taken.ref[:2] for taken in assignments(plan) if taken.start < now}
    away = hours(rng.randrange(given.days * 24))
    changes: list[Change] = [Now(now)]
    changes.append(PersonAway(rng.randrange(len(given.persons)), Span(away, away + hours(rng.choice((2, 6, 48))))))
    for item in range(len(given.tasks)):
        draw, day = rng.random(), rng.randrange(given.days)
        if ("task", item) not in begun and draw < 0.2:
            changes.append(WorkCancelled("task", item) if draw < 0.1 else TaskMoved(item, (window(9, 12, day),)))
    if rng.random() < 0.15:
        changes.append(DayClosed(rng.randrange(given.days)))
    if rng.random() < 0.3:
        changes.append(PersonThere(rng.randrange(len(given.persons)), Span(at(7), at(20)), 0))
    if rng.random() < 0.4:
        changes.append(TaskAdded(task("new", 2, window(0, 24))))
    return changes


def upset_week(rng: Random) -> tuple[Problem, Plan, list[Change]]:
    """A random week, its plan, and what happened to it."""
    given = random_problem(rng)
    plan = solve(given, BUDGET)
    if rng.random() < 0.5:
        given = decided(rng, given, plan)
    return given, plan, happened(rng, given, plan)


def test_work_under_way_can_be_laid_out_again_in_each_of_300_weeks() -> None:
    """Laying out rebuilds each duty by its own means; it must find a way to whatever the engine had found."""
    for seed in range(300):
        given, plan, changes = upset_week(Random(seed))
        left = remaining(given, plan, changes)
        begun = [seat for seat in left.baseline if seat.start < left.frozen_until]
        kept = Trial(left, plan).kept()
        assert all(seat.ref in kept for seat in begun)


@settings(max_examples=100, deadline=None)
@each(seeds())
def test_every_answer_is_allowed_and_as_gentle_as_it_says(seed: int) -> None:
    """The referee finds nothing; kept stops stay; no level serves less than a gentler one, nor more time less."""
    given, plan, changes = upset_week(Random(seed))
    left = remaining(given, plan, changes)
    firsts = []
    for level in (Level.KEEP_ROUTES, Level.KEEP_PEOPLE, Level.ANYTHING):
        first, better = (replan(given, plan, changes, level, budget) for budget in (FIRST, Budget(iterations=4)))
        firsts.append(first.cost.key[:2])
        assert violations(left, first) == violations(left, better) == ()
        assert better.cost.key <= first.cost.key
        if level is not Level.ANYTHING:
            assert unforced_changes(left, plan, first) == unforced_changes(left, plan, better) == 0
        if level is Level.KEEP_ROUTES:
            more = {change.person for change in changes if isinstance(change, PersonThere)}
            assert_routes_kept(plan, better, more)
    assert firsts == sorted(firsts, reverse=True)


def assert_routes_kept(plan: Plan, again: Plan, more: set[int]) -> None:
    """Whoever keeps a stop at its time got nothing new that day but in a crew they were in; `more`: persons with new
    time.
    """
    before = held(plan)
    kept = {(taken.person, taken.start // DAY) for taken in set(assignments(plan)) & set(assignments(again))}
    crews = {(who, ref[:2]) for ref, who in before.items()}
    for taken in assignments(again):
        if before.get(taken.ref) != taken.person and (taken.person, taken.ref[:2]) not in crews:
            assert taken.person in more or (taken.person, taken.start // DAY) not in kept
