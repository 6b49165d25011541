"""Splitting a problem by area and people, and joining the plans of its parts."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import pytest

from solver.parts import Part, join, parts, solve_in_parts, union
from solver.parts.coverage import best_cover, demands
from solver.problem import Kit, Precedence, Problem, Ref, Reload, Series, Wish
from solver.referee import judge
from solver.solve import Budget, InternalError, solve
from tests.builders import (
    at,
    decided,
    minutes,
    mix,
    person,
    pin,
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

BUDGET = Budget(iterations=60)
WEST, EAST = 1, 3
POINTS = (0, 10, 12, 200, 202)
"""Places 1 and 2 lie in the west, 3 and 4 in the east, hours from each other."""


def two_areas(**other: object) -> Problem:
    """Two tasks in the west, two in the east, somebody at home in each; unless told otherwise."""
    people = [person("West", start_place=2), person("East", start_place=4)]
    work = [task("W0", WEST), task("W1", WEST), task("E0", EAST), task("E1", EAST)]
    given: dict[str, object] = {"persons": people, "tasks": work, "points": POINTS}
    return problem(**{**given, **other})  # type: ignore[arg-type]


def part_of(divided: tuple[Part, ...], ref: Ref) -> int:
    found = [
        number for number, part in enumerate(divided) if ref.item in (part.tasks if ref.kind == "task" else part.shifts)
    ]
    assert len(found) == 1
    return found[0]


def together(divided: tuple[Part, ...], *refs: Ref) -> bool:
    return len({part_of(divided, ref) for ref in refs}) == 1


# Splitting


def test_each_area_is_a_part_with_those_who_live_there() -> None:
    divided = parts(two_areas(), 2)
    assert sorted((part.tasks, part.persons) for part in divided) == [((0, 1), (0,)), ((2, 3), (1,))]


def test_a_part_carries_only_the_places_that_it_needs() -> None:
    divided = parts(two_areas(), 2)
    assert sorted(part.places for part in divided) == [(1, 2), (3, 4)]
    assert {part.problem.travel[0].shape for part in divided} == {(2, 2)}


def test_places_to_reload_come_along_with_loads_alone() -> None:
    work = [task("W", WEST, load=1), task("E", EAST)]
    given = two_areas(
        tasks=work, reload=Reload(places=frozenset((0,)), duration=60), persons=[person("A", capacity=2), person("B")]
    )
    by_task = {part.tasks: part for part in parts(given, 2)}
    loaded, other = by_task[(0,)], by_task[(1,)]
    assert loaded.problem.reload is not None
    assert {loaded.places[place] for place in loaded.problem.reload.places} == {0}
    assert other.problem.reload is None


def test_one_part_is_the_problem_itself() -> None:
    given = two_areas()
    (only,) = parts(given, 1)
    assert only.problem is given


def test_there_are_no_more_parts_than_work_to_tell_apart() -> None:
    assert len(parts(two_areas(), 9)) == 4
    assert len(parts(two_areas(tasks=[]), 3)) == 1


def test_less_than_one_part_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        parts(two_areas(), 0)


def test_a_bundle_stays_together() -> None:
    tied = two_areas(bundles=((0, 2),))
    divided = parts(tied, 2)
    assert together(divided, task_ref(0), task_ref(2))
    home = divided[part_of(divided, task_ref(0))]
    assert [tuple(home.tasks[item] for item in bundle) for bundle in home.problem.bundles] == [(0, 2)]
    assert all(part is home or not part.problem.bundles for part in divided)


def test_a_wish_goes_where_its_shift_and_person_are() -> None:
    desk = shift("West", 9, 10, place=WEST)
    tied = two_areas(
        shifts=[desk], wishes=(Wish(shift=0, person=0, wanted=False, cost=5),), pins=[pin(shift_ref(0), 0)]
    )
    divided = parts(tied, 2)
    found = [(part, wish) for part in divided for wish in part.problem.wishes]
    assert [(part.shifts[wish.shift], part.persons[wish.person]) for part, wish in found] == [(0, 0)]


def test_a_series_stays_together() -> None:
    assert not together(parts(two_areas(), 2), task_ref(0), task_ref(2))
    tied = two_areas(series=(Series(id="s", tasks=(0, 2), gap_days=0),))
    assert together(parts(tied, 2), task_ref(0), task_ref(2))


def test_what_follows_stays_with_what_it_follows() -> None:
    tied = two_areas(precedences=(Precedence(first=0, second=2),))
    assert together(parts(tied, 2), task_ref(0), task_ref(2))


def test_a_pin_takes_its_person_along() -> None:
    divided = parts(two_areas(pins=(pin(task_ref(0), 1),)), 2)
    assert 1 in divided[part_of(divided, task_ref(0))].persons


def test_whoever_is_pinned_in_two_areas_keeps_both_together() -> None:
    tied = two_areas(pins=(pin(task_ref(0), 1), pin(task_ref(2), 1)))
    assert together(parts(tied, 2), task_ref(0), task_ref(2))


def test_the_past_takes_everybody_of_its_crew_along() -> None:
    given = two_areas(tasks=[task("W0", WEST, seats=(seat(), seat())), task("E0", EAST), task("E1", EAST)])
    done = solve(replace(given, tasks=given.tasks[:1]), BUDGET)
    after = decided(Random(1), given, done)
    after = replace(after, pins=(), frozen_until=at(18))
    divided = parts(after, 2)
    assert set(divided[part_of(divided, task_ref(0))].persons) == {0, 1}


def test_people_go_where_their_skills_are_needed_even_from_afar() -> None:
    people = [person("Carer", start_place=2, skills=["care"]), *(person(f"P{n}", start_place=2) for n in range(3))]
    work = [task("W0", WEST), task("W1", WEST), task("E0", EAST, seats=(seat(skills=["care"]),)), task("E1", EAST)]
    divided = parts(two_areas(persons=people, tasks=work), 2)
    assert 0 in divided[part_of(divided, task_ref(2))].persons


def test_parts_lack_no_more_than_the_whole_when_hours_are_short_on_some_days() -> None:
    """Two mornings and two evenings at each end; four persons, each there at one of these times alone."""
    hours = ((8, 12), (18, 21))
    people = [person(f"P{n}", start_place=2, day_spans={0: hours[n % 2]}) for n in range(4)]
    posts = [
        shift(f"{place} {number}", *hours[number % 2], place=place) for place in (WEST, EAST) for number in range(2)
    ]
    given = two_areas(persons=people, tasks=[], shifts=posts)
    divided = parts(given, 2)
    assert len(divided) == 2
    for part in divided:
        wanted = demands(part.problem, [("shift", item) for item in range(len(part.shifts))], optional=True)
        assert best_cover(part.problem, range(len(part.persons)), wanted).lacking == 0


def test_a_cover_shares_a_persons_week_among_days() -> None:
    who = person("A", day_spans={0: (8, 12), 1: (8, 12)}, max_week=5 * 3600)
    given = problem([who], shifts=[shift("S0", 8, 12), shift("S1", 8, 12, day=1)], days=2)
    cover = best_cover(given, [0], demands(given, [("shift", 0), ("shift", 1)], optional=False))
    assert (cover.lacking, sum(cover.unmet.values()), cover.used[0]) == (3 * 3600, 3 * 3600, 5 * 3600)


def test_a_task_whose_required_person_is_elsewhere_is_open_to_nobody() -> None:
    """Rather than to anybody."""
    work = [task("W0", WEST), task("W1", WEST), task("E0", EAST, required=[0]), task("E1", EAST)]
    given = two_areas(tasks=work, pins=(pin(task_ref(0), 0), pin(task_ref(3), 1)))
    divided = parts(given, 2)
    assert divided[part_of(divided, task_ref(2))].persons == (1,)
    plans = [solve(part.problem, BUDGET) for part in divided]
    assert union(given, divided, plans).unserved == (task_ref(2),)


def test_the_same_problem_gives_the_same_parts_whatever_the_hash_seed() -> None:
    script = (
        "from random import Random\n"
        "from solver.parts import parts\n"
        "from tests.builders import random_problem\n"
        "for seed in range(40):\n"
        "    made = parts(random_problem(Random(seed), persons=9, tasks=14, shifts=5), 3)\n"
        "    print([(part.persons, part.tasks, part.shifts, part.places, part.day_counts) for part in made])\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": number},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    }
    assert len(said) == 1


# Kits


def kit(count: int, turnaround: float = 0) -> tuple[Kit, ...]:
    return (Kit(id="scanner", count=count, turnaround=minutes(turnaround)),)


def with_kits(*days: int, count: int = 1, turnaround: float = 0) -> Problem:
    """A task in the west and one in the east, on these days, each with the kit."""
    people = [
        person(name, start_place=place, day_spans={0: (8, 18), 1: (8, 18)}) for name, place in (("W", 2), ("E", 4))
    ]
    work = [
        task(f"{place}", place, window(8, 17, day), kits=(0,)) for place, day in zip((WEST, EAST), days, strict=True)
    ]
    return problem(people, work, points=POINTS, days=2, kits=kit(count, turnaround))


@pytest.mark.parametrize("turnaround", [0, 60, 6 * 60])
def test_one_kit_serves_one_part_on_one_day_and_the_other_on_the_next(turnaround: float) -> None:
    given = with_kits(0, 1, turnaround=turnaround)
    divided = parts(given, 2)
    assert [part.day_counts[0] for part in sorted(divided, key=lambda part: part.tasks)] == [(1, 0), (0, 1)]
    plan = union(given, divided, [solve(part.problem, BUDGET) for part in divided])
    assert plan.unserved == ()


def test_two_parts_never_use_one_kit_on_one_day() -> None:
    given = with_kits(0, 0)
    divided = parts(given, 2)
    plan = union(given, divided, [solve(part.problem, BUDGET) for part in divided])
    assert len(divided) == 2
    assert len(plan.unserved) == 1


def test_two_kits_go_to_two_parts() -> None:
    given = with_kits(0, 0, count=2)
    divided = parts(given, 2)
    assert all(part.day_counts[0][0] == 1 for part in divided)
    assert union(given, divided, [solve(part.problem, BUDGET) for part in divided]).unserved == ()


def test_a_kit_that_comes_back_after_midnight_counts_on_both_days() -> None:
    given = with_kits(0, 1, turnaround=11 * 60)
    divided = parts(given, 2)
    assert [sum(part.day_counts[0][day] for part in divided) for day in (0, 1)] == [1, 1]
    plan = union(given, divided, [solve(part.problem, BUDGET) for part in divided])
    assert judge(given, plan) == ((), plan.cost)


def test_a_turnaround_of_half_a_day_keeps_all_who_need_the_kit_together() -> None:
    assert len(parts(with_kits(0, 1, turnaround=12 * 60), 2)) == 1


def test_shifts_that_need_more_kits_in_a_day_than_there_are_stay_together() -> None:
    posts = [shift("W", 8, 10, place=WEST, kits=(0,)), shift("E", 13, 15, place=EAST, kits=(0,))]
    assert together(parts(two_areas(shifts=posts, kits=kit(1)), 2), shift_ref(0), shift_ref(1))
    assert not together(parts(two_areas(shifts=posts, kits=kit(2)), 2), shift_ref(0), shift_ref(1))


def test_nobody_stands_at_a_shift_that_only_keeps_a_kit() -> None:
    given = with_kits(0, 1)
    for part in parts(given, 2):
        assert len(part.problem.shifts) == 1
        assert part.shifts == ()
        assert solve(part.problem, BUDGET).cost.key[:2] == (0, 0)


def test_a_part_can_be_split_again_with_its_kits_kept() -> None:
    people = [person(f"P{n}", start_place=n + 1, day_spans={0: (8, 18), 1: (8, 18)}) for n in range(4)]
    work = [task(f"T{n}", n + 1, window(8, 17, n % 2), kits=(0,)) for n in range(4)]
    given = problem(people, work, points=(0, 10, 60, 300, 350), days=2, kits=kit(1))
    divided = parts(given, 2)
    plans = []
    for part in divided:
        smaller = parts(part.problem, 2)
        assert len(smaller) == 2
        plans.append(union(part.problem, smaller, [solve(each.problem, BUDGET) for each in smaller]))
    plan = union(given, divided, plans)
    assert judge(given, plan) == ((), plan.cost)


# Joining


def test_the_union_has_the_duties_of_all_parts_in_the_numbers_of_the_whole() -> None:
    given = two_areas()
    divided = parts(given, 2)
    plan = union(given, divided, [solve(part.problem, BUDGET) for part in divided])
    assert [(duty.person, sorted(stop.ref.item for stop in duty.stops if stop.ref)) for duty in plan.duties] == [
        (0, [0, 1]),
        (1, [2, 3]),
    ]
    assert judge(given, plan) == ((), plan.cost)


def test_as_many_plans_as_parts() -> None:
    given = two_areas()
    with pytest.raises(ValueError, match="0 plans for 2 parts"):
        union(given, parts(given, 2), [])


def test_a_plan_that_breaks_a_rule_is_not_joined() -> None:
    given = two_areas()
    divided = parts(given, 2)
    plans = [solve(part.problem, BUDGET) for part in divided]
    late = replace(plans[0].duties[0], departure=plans[0].duties[0].departure + 60)
    with pytest.raises(InternalError, match="travel_fits"):
        union(given, divided, [replace(plans[0], duties=(late,)), plans[1]])


def test_people_of_one_part_do_what_is_left_in_the_other() -> None:
    """The only one who is admitted in the east is bound to the west, and has time to spare."""
    work = [task("W0", WEST, duration=10), task("E0", EAST, required=[0])]
    given = two_areas(tasks=work, pins=(pin(task_ref(0), 0),))
    divided = parts(given, 2)
    plans = [solve(part.problem, BUDGET) for part in divided]
    assert union(given, divided, plans).cost.missed == 1
    plan = join(given, divided, plans, BUDGET)
    assert plan.cost.missed == 0
    assert judge(given, plan) == ((), plan.cost)


def test_four_parts_are_joined_in_two_rounds_with_kits_kept() -> None:
    people = [person(f"P{n}", day_spans={0: (8, 18), 1: (8, 18)}) for n in range(4)]
    points = (0, 50, 100, 150, 200)
    work = [task(f"T{n}", n + 1, window(8, 17, n % 2), kits=(0,)) for n in range(4)]
    given = problem(people, work, points=points, days=2, kits=kit(1))
    divided = parts(given, 4)
    assert len(divided) == 4
    plans = [solve(part.problem, BUDGET) for part in divided]
    assert union(given, divided, plans).cost.missed == 2
    plan = join(given, divided, plans, BUDGET)
    assert plan.cost.missed == 0
    assert judge(given, plan) == ((), plan.cost)


def test_a_round_that_makes_the_plan_worse_is_dropped() -> None:
    given = two_areas()
    divided = parts(given, 2)
    plans = [solve(part.problem, BUDGET) for part in divided]
    before = union(given, divided, plans)
    idle = solve(given, Budget(iterations=0), stop=lambda: True)
    plan = join(given, divided, plans, BUDGET, run=lambda jobs: [replace(idle, duties=()) for _ in jobs])
    assert (plan.duties, plan.cost, plan.unserved) == (before.duties, before.cost, before.unserved)


# In processes


def week() -> Problem:
    return random_problem(Random(7), persons=6, tasks=12, shifts=5, days=4)


def test_in_one_part_it_is_the_plan_of_solve() -> None:
    plan, alone = solve_in_parts(week(), 1, BUDGET, 3), solve(week(), BUDGET, 3)
    assert (plan.duties, plan.cost, plan.unserved) == (alone.duties, alone.cost, alone.unserved)


def test_processes_find_the_same_plan_as_one_after_the_other() -> None:
    here = solve_in_parts(week(), 3, BUDGET, 3, workers=1)
    there = solve_in_parts(week(), 3, BUDGET, 3, workers=2)
    assert len(parts(week(), 3)) == 3
    assert (here.duties, here.cost) == (there.duties, there.cost)
    assert here.iterations == there.iterations
    assert judge(week(), here) == ((), here.cost)


def test_pins_that_need_people_of_two_parts_are_kept_all_the_same() -> None:
    """The pinned post takes West and Chief, and the office in the east asks for Chief, too, in vain."""
    people = [
        person("West", start_place=2, day_spans={0: (7, 18)}),
        person("Chief", role="chief", start_place=4, day_spans={0: (0, 24)}),
    ]
    post = shift("S", 8, 12, place=WEST, seats=(shift_seat(), shift_seat()), mix=(mix(1, "chief"),))
    work = [task("E0", EAST, window(8, 8.5), seats=(seat(roles=["chief"]),))]
    given = problem(people, work, [post], points=POINTS, pins=(pin(shift_ref(0), 0),))
    plan = solve_in_parts(given, 2, BUDGET, workers=1)
    assert judge(given, plan) == ((), plan.cost)
    assert plan.unserved == (task_ref(0),)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_stops_when_told_to_and_the_plan_so_far_holds(workers: int) -> None:
    plan = solve_in_parts(week(), 2, Budget(iterations=10**9), workers=workers, stop=lambda: True)
    assert plan.iterations < 10**6
    assert judge(week(), plan) == ((), plan.cost)
