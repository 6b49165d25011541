"""The smallest changes that would serve what is unserved, each verified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given as each
from hypothesis import settings

from solver.changes import (
    LimitRaised,
    PersonThere,
    RolesOpened,
    SeatDropped,
    SkillsGranted,
    TaskMoved,
    apply,
    assignments,
)
from solver.fixes import Fix, FixKind, smallest_fix
from solver.plan import Plan
from solver.problem import Problem, Ref, Span
from solver.referee import cost_of, violations
from solver.solve import Budget, solve
from solver.swaps import Swap, swaps
from tests.builders import (
    at,
    decided,
    hours,
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


def fixed(given: Problem, ref: Ref, *pins: tuple[Ref, int]) -> tuple[Fix, ...]:
    """What is found for this seat when these persons have these seats, and nobody has any other."""
    return smallest_fix(given, made(given, *pins), ref, BUDGET)


def made(given: Problem, *pins: tuple[Ref, int]) -> Plan:
    """A plan in which these persons have these seats, and nobody has any other."""
    refs = {ref for ref, _ in pins}
    others = [item for item in range(len(given.tasks)) if all(ref[:2] != ("task", item) for ref in refs)]
    nobody = frozenset(range(len(given.persons)))
    tasks = [replace(work, refused=nobody) if item in others else work for item, work in enumerate(given.tasks)]
    plan = solve(replace(given, tasks=tuple(tasks), pins=tuple(pin(ref, who) for ref, who in pins)), BUDGET)
    assert {taken.ref for taken in assignments(plan)} == refs
    return plan


def of_kind(found: Iterable[Fix], kind: FixKind) -> list[Fix]:
    return [fix for fix in found if fix.kind == kind]


def takers(fix: Fix) -> list[int]:
    return [taken.person for taken in fix.takes]


def test_a_seat_that_is_served_needs_no_fix() -> None:
    given = problem([person("A")], [task("T")])
    with pytest.raises(ValueError, match="is not unserved"):
        smallest_fix(given, solve(given, BUDGET), task_ref(0), BUDGET)


def test_somebody_who_has_room_is_told_first() -> None:
    given = problem([person("A"), person("B", start_place=1)], [task("T", 1, window(9, 9))])
    best = fixed(given, task_ref(0))[0]
    assert (best.kind, best.changes, takers(best), best.persons) == ("take", (), [1], ())
    assert (best.missed, best.left, best.cost) == (-1, 0, 0)


def clash() -> Problem:
    """A is at another visit at 9, and is there again the day after."""
    who = person("A", day_spans={0: (8, 10), 1: (13, 18)})
    return problem([who], [task("T", 1, window(9, 9)), task("T2", 1, window(9, 9))], days=2)


def test_another_time_is_told_to_five_minutes() -> None:
    """On the first day right after the other visit, on the second as soon as somebody comes: ten minutes after one."""
    found = of_kind(fixed(clash(), task_ref(1), (task_ref(0), 0)), "other_time")
    windows = {change.windows for fix in found for change in fix.changes if isinstance(change, TaskMoved)}
    starts = {one.earliest for (one,) in windows}
    assert all(start % 300 == 0 for start in starts)
    assert {start // 86400 for start in starts} == {0, 1}
    assert all(fix.plan is not None and fix.persons == () for fix in found)


def test_one_person_comes_when_they_did_not_mean_to() -> None:
    """Ten minutes there, half an hour, ten back: from 8:50 until 9:40."""
    people = [person("A", day_spans={0: (13, 18)}), person("B", role="staff", day_spans={0: (13, 18)})]
    work = task("T", 1, window(9, 9), seats=(seat(roles=["volunteer"]),))
    (fix,) = of_kind(fixed(problem(people, [work]), task_ref(0)), "more_time")
    assert fix.changes == (PersonThere(0, Span(at(8) + 50 * 60, at(9) + 40 * 60)),)
    assert (fix.asked, takers(fix)) == ((0,), [0])


def test_a_limit_is_raised_just_as_far_as_needed() -> None:
    who = person("A", max_week=hours(0.5), max_day=hours(0.75))
    (fix,) = of_kind(fixed(problem([who], [task("T", 1, window(9, 9))]), task_ref(0)), "more_hours")
    assert fix.changes == (LimitRaised(0, "max_day", 50 * 60), LimitRaised(0, "max_week", 50 * 60))


def test_days_and_runs_of_days_are_limits_too() -> None:
    days = dict.fromkeys(range(2), (8.0, 18.0))
    who = person("A", day_spans=days, max_days=1, max_run=1, max_month=hours(2), month_before={"month 0": hours(1)})
    work = [task("T", 0, window(9, 9)), task("T2", 0, window(9, 9, 1), duration=60)]
    (fix,) = of_kind(fixed(problem([who], work, days=2), task_ref(1), (task_ref(0), 0)), "more_hours")
    assert fix.changes == (
        LimitRaised(0, "max_month", hours(2.5)),
        LimitRaised(0, "max_days", 2),
        LimitRaised(0, "max_run", 2),
    )


def test_somebody_is_trained_or_renews_what_ends() -> None:
    people = [person("A"), person("B", skills=["care"], skill_ends={"care": at(9)})]
    work = task("T", 1, window(9, 9), seats=(seat(skills=["care"]),))
    found = of_kind(fixed(problem(people, [work]), task_ref(0)), "training")
    assert [fix.changes for fix in found] == [(SkillsGranted(who, frozenset({"care"})),) for who in (0, 1)]


def test_a_seat_is_opened_to_another_role() -> None:
    people = [person("A", role="staff"), person("B", role="substitute", day_spans={0: (13, 18)})]
    given = problem(people, shifts=[shift("S", seats=[shift_seat(roles=["volunteer"])])])
    found = {fix.changes: takers(fix) for fix in of_kind(fixed(given, shift_ref(0)), "other_role")}
    assert found == {
        (RolesOpened(shift_ref(0), frozenset({"staff"})),): [0],
        (RolesOpened(shift_ref(0), frozenset({"substitute"})),): [],
    }


def test_a_crew_comes_without_its_last_seat() -> None:
    given = problem([person("A")], [task("T", 1, window(9, 9), seats=(seat(), seat()))])
    (fix,) = of_kind(fixed(given, task_ref(0)), "fewer_seats")
    assert (fix.changes, takers(fix), fix.missed) == ((SeatDropped(0),), [0], -2)


def desk_chain() -> tuple[Problem, Plan]:
    """Only A is trained for the visit at 9, and sits at the desk, which B could take; but B is at a visit then, which
    C could take over. C may not sit at the desk.
    """
    people = [person("A", skills=["care"]), person("B"), person("C")]
    work = [
        task("T", 0, window(9, 9), seats=(seat(skills=["care"]),)),
        task("T2", 0, window(9.5, 9.5), required=[1, 2]),
    ]
    given = problem(people, work, [shift("S", 9, 12, refused=[2])])
    return given, made(given, (shift_ref(0), 0), (task_ref(1), 1))


def test_the_model_finds_a_chain_of_seats_that_change_hands() -> None:
    """CP-SAT at work: no single exchange is enough; C goes to the visit, B to the desk, and A goes out."""
    given, plan = desk_chain()
    moves = {shift_ref(0): (1, 0), task_ref(1): (2, 0)}
    assert list(swaps(given, plan, (task_ref(0),))) == [Swap({task_ref(0): (0, 0)}, moves)]


def test_the_model_has_nothing_where_nobody_can_make_way() -> None:
    given, plan = desk_chain()
    bound = replace(given, pins=(pin(task_ref(1), 1),))
    assert list(swaps(bound, plan, (task_ref(0),))) == []


def test_others_make_way() -> None:
    """Three persons change, and nobody's work is lost."""
    (fix,) = of_kind(smallest_fix(*desk_chain(), task_ref(0), BUDGET), "swap")
    assert (takers(fix), fix.persons, fix.changes) == ([0], (0, 1, 2), ())
    assert fix.seats == (shift_ref(0), task_ref(1))


def test_swaps_come_with_the_fewest_persons_first_and_each_once() -> None:
    """Either of two desks, which start when the visit does, makes way: one person, or the other, takes it over."""
    people = [person("A", skills=["care"]), person("B"), person("C")]
    work = [task("T", 0, window(9, 9), seats=(seat(skills=["care"]),))]
    given = problem(people, work, [shift("S")])
    found = list(swaps(given, made(given, (shift_ref(0), 0)), (task_ref(0),)))
    assert sorted(who for swap in found for who, _ in swap.moves.values()) == [1, 2]


def test_what_the_model_offers_is_verified() -> None:
    """The model leaves hours out: B could take the desk by the clock, but has no hours left, so the fix is C."""
    people = [person("A", skills=["care"]), person("B", max_week=hours(1)), person("C", start_place=3)]
    work = [task("T", 0, window(9, 9), seats=(seat(skills=["care"]),))]
    given = problem(people, work, [shift("S")])
    plan = made(given, (shift_ref(0), 0))
    assert {who for swap in swaps(given, plan, (task_ref(0),)) for who, _ in swap.moves.values()} == {1, 2}
    tried = of_kind(smallest_fix(given, plan, task_ref(0), BUDGET), "swap")
    assert [fix.persons for fix in tried if fix.plan is not None] == [(0, 2)]


def test_everybody_keeps_their_seats_in_another_order() -> None:
    """The two visits of half an hour stand the wrong way round for a third at half past nine."""
    work = [
        task("T", 0, window(9, 10.5)),
        task("T2", 0, window(9, 9), window(9.5, 9.5)),
        task("T3", 0, window(9.5, 9.5)),
    ]
    given = problem([person("A", day_spans={0: (9, 11)})], work)
    earlier = (replace(work[0], windows=(window(9, 9),)), *work[1:])
    plan = made(replace(given, tasks=earlier), (task_ref(0), 0), (task_ref(1), 0))
    found = [fix for fix in smallest_fix(given, plan, task_ref(2), BUDGET) if fix.plan is not None and not fix.changes]
    assert found[0].kind == "new_order"
    assert found[0].plan is not None
    assert [stop.ref for stop in found[0].plan.duties[0].stops] == [task_ref(1), task_ref(2), task_ref(0)]


def test_possible_ways_come_first_then_those_that_change_the_fewest() -> None:
    given, plan = desk_chain()
    found = smallest_fix(given, plan, task_ref(0), BUDGET)
    assert [fix.key for fix in found] == sorted(fix.key for fix in found)
    assert found[-1].plan is None
    assert {fix.kind for fix in found} >= {"other_time", "training", "swap", "rearrange"}


def test_what_was_tried_in_vain_is_told() -> None:
    given = problem([person("A", role="staff")], [task("T", seats=(seat(roles=["volunteer"], skills=["care"]),))])
    found = fixed(given, task_ref(0))
    assert all(fix.plan is None for fix in found)
    assert {fix.kind for fix in found} >= {"other_time", "more_time", "other_role", "swap", "rearrange"}


def test_without_time_nothing_is_tried() -> None:
    given = clash()
    assert smallest_fix(given, made(given, (task_ref(0), 0)), task_ref(1), Budget(seconds=0)) == ()


def test_the_same_input_gives_the_same_fixes() -> None:
    given, plan = desk_chain()
    first, second = (smallest_fix(given, plan, task_ref(0), BUDGET, seed=3) for _ in range(2))
    assert [fix.key for fix in first] == [fix.key for fix in second]
    assert [fix.takes for fix in first] == [fix.takes for fix in second]


@settings(max_examples=40, deadline=None)
@each(seeds())
def test_every_fix_holds_what_it_says(seed: int) -> None:
    """The referee finds nothing in the changed problem, the seat is served, and nothing else is lost."""
    rng = Random(seed)
    given = random_problem(rng)
    plan = solve(given, BUDGET)
    if rng.random() < 0.4:
        given = decided(rng, given, plan)
    before = {taken.ref: taken.person for taken in assignments(plan)}
    for fix in smallest_fix(given, plan, plan.unserved[0], Budget(iterations=4)) if plan.unserved else ():
        if fix.plan is None:
            continue
        after = {taken.ref: taken.person for taken in assignments(fix.plan)}
        assert violations(apply(given, plan, fix.changes), fix.plan) == ()
        assert plan.unserved[0] in after or any(isinstance(change, SeatDropped) for change in fix.changes)
        assert before.keys() <= after.keys()
        changed = {ref for ref in before if before[ref] != after[ref]}
        assert changed <= set(fix.seats)
        assert {before[ref] for ref in changed} | {after[ref] for ref in changed} <= set(fix.persons)


def waiting_for_nobody() -> tuple[Problem, Plan]:
    """A is at a visit at two o'clock that could be at any time from eight; another is wanted, which nobody may take."""
    given = problem([person("A"), person("B")], [task("T"), task("U", 1, window(20, 20))])
    plan = solve(replace(given, pins=(pin(task_ref(0), 0, start=at(14)),)), BUDGET)
    return given, plan


def test_whom_it_does_not_concern_keeps_their_time() -> None:
    given, plan = waiting_for_nobody()
    found = [fix for fix in smallest_fix(given, plan, task_ref(1), BUDGET) if fix.kind == "other_time" and fix.plan]
    assert found
    for fix in found:
        assert fix.plan is not None and fix.persons == ()
        kept = next(seat for seat in assignments(fix.plan) if seat.ref == task_ref(0))
        assert takers(fix) == [0] or kept.start == at(14)
        assert fix.cost == fix.plan.cost.key[2] - cost_key(given, plan)


def cost_key(given: Problem, plan: Plan) -> int:
    return cost_of(apply(given, plan, ()), plan).key[2]


def test_who_is_not_asked_is_not_expected_beside_their_time() -> None:
    given, plan = waiting_for_nobody()
    asked = {who for fix in of_kind(smallest_fix(given, plan, task_ref(1), BUDGET), "more_time") for who in fix.asked}
    found = smallest_fix(given, plan, task_ref(1), BUDGET, not_asked={(0, 0), (1, 0)})
    assert asked and [fix for fix in of_kind(found, "more_time") if fix.plan is not None] == []


def test_another_time_is_one_that_can_be_told() -> None:
    given, plan = waiting_for_nobody()
    for fix in of_kind(smallest_fix(given, plan, task_ref(1), BUDGET), "other_time"):
        for change in fix.changes:
            assert isinstance(change, TaskMoved) and change.windows[0].earliest % 60 == 0


def test_whoever_wants_no_more_gets_what_was_found_and_hears_how_far_it_is() -> None:
    given, plan = waiting_for_nobody()
    told: list[tuple[float, int]] = []
    smallest_fix(given, plan, task_ref(1), BUDGET, on_progress=lambda share, works: told.append((share, works)))
    assert [share for share, _ in told] == [number / 10 for number in range(10)]
    assert told[0][1] == 0 < told[-1][1]
    assert smallest_fix(given, plan, task_ref(1), BUDGET, stop=lambda: True) == ()
