"""Parts of random problems: nothing lost, nothing twice, and what is joined breaks no rule and is no worse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from solver.parts import Part, join, parts, union
from solver.parts.coverage import best_cover, demands
from solver.problem import Problem, ProblemError, Ref
from solver.referee import judge
from solver.solve import Budget, PinsCannotHold, solve
from tests.builders import decided, random_problem, seeds

MANY = settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
BUDGET = Budget(iterations=20)
COUNTS = st.integers(min_value=2, max_value=4)


def drawn(seed: int, *, after: bool = False) -> Problem:
    problem = random_problem(Random(seed), persons=6, tasks=10, shifts=4)
    return decided(Random(seed), problem, solve(problem, BUDGET, seed)) if after else problem


def numbers(divided: Iterable[Part], what: str) -> list[int]:
    return sorted(number for part in divided for number in getattr(part, what))


@MANY
@given(seed=seeds(), n=COUNTS)
def test_every_task_shift_and_person_is_in_exactly_one_part(seed: int, n: int) -> None:
    problem = drawn(seed, after=seed % 2 == 0)
    divided = parts(problem, n)
    assert 1 <= len(divided) <= n
    for what in ("tasks", "shifts", "persons"):
        assert numbers(divided, what) == list(range(len(getattr(problem, what))))


@MANY
@given(seed=seeds(), n=COUNTS)
def test_a_part_says_of_its_own_what_the_whole_says(seed: int, n: int) -> None:
    problem = drawn(seed)
    for part in parts(problem, n):
        for mine, whole in zip(part.problem.travel, problem.travel, strict=True):
            np.testing.assert_array_equal(mine, whole[np.ix_(part.places, part.places)])
        for index, number in enumerate(part.persons):
            mine, whole = part.problem.persons[index], problem.persons[number]
            assert (mine.id, mine.skills, mine.max_week) == (whole.id, whole.skills, whole.max_week)
            for entry, other in zip(mine.availability, whole.availability, strict=True):
                assert (entry.day, entry.spans) == (other.day, other.spans)
                assert part.places[entry.start_place] == other.start_place
        for index, number in enumerate(part.tasks):
            task, other_task = part.problem.tasks[index], problem.tasks[number]
            assert (task.id, task.windows, task.seats) == (other_task.id, other_task.windows, other_task.seats)
            assert part.places[task.place] == other_task.place
            assert {part.persons[who] for who in task.preferred} == other_task.preferred & set(part.persons)
        for index, number in enumerate(part.shifts):
            assert part.problem.shifts[index].id == problem.shifts[number].id
            assert part.places[part.problem.shifts[index].place] == problem.shifts[number].place


@MANY
@given(seed=seeds(), n=COUNTS)
def test_nothing_is_broken_in_plans_of_parts_joined_and_joining_makes_nothing_worse(seed: int, n: int) -> None:
    problem = drawn(seed)
    divided = parts(problem, n)
    plans = [solve(part.problem, BUDGET, seed) for part in divided]
    together = union(problem, divided, plans)
    assert judge(problem, together) == ((), together.cost)
    plan = join(problem, divided, plans, BUDGET, seed)
    assert judge(problem, plan) == ((), plan.cost)
    assert plan.cost.key <= together.cost.key


@MANY
@given(seed=seeds(), n=COUNTS)
def test_nothing_is_broken_in_joined_plans_when_people_have_decided_since(seed: int, n: int) -> None:
    """Pins, the past and the earlier plan; as in `solve`, a search may fail to keep all pins, and says so then."""
    problem = drawn(seed, after=True)
    divided = parts(problem, n)
    try:
        plans = [solve(part.problem, BUDGET, seed) for part in divided]
    except PinsCannotHold:
        reject()
    together = union(problem, divided, plans)
    assert judge(problem, together) == ((), together.cost)
    plan = join(problem, divided, plans, BUDGET, seed)
    assert judge(problem, plan) == ((), plan.cost)
    assert plan.cost.key <= together.cost.key


@MANY
@given(seed=seeds(), n=COUNTS, turnaround=st.sampled_from((0, 900, 40_000, 50_000)))
def test_no_moment_sees_more_kits_than_there_are_when_nearly_all_work_needs_one(
    seed: int, n: int, turnaround: int
) -> None:
    problem = drawn(seed)
    tasks = tuple(replace(task, kits=(0,) if item % 4 else ()) for item, task in enumerate(problem.tasks))
    kits = (replace(problem.kits[0], turnaround=turnaround),)
    try:
        problem = replace(problem, tasks=tasks, kits=kits)
    except ProblemError:  # two shifts at once want the same kit
        reject()
    divided = parts(problem, n)
    plan = union(problem, divided, [solve(part.problem, BUDGET, seed) for part in divided])
    assert judge(problem, plan) == ((), plan.cost)


@MANY
@given(seed=seeds(), n=COUNTS)
def test_parts_together_never_lack_less_than_the_whole(seed: int, n: int) -> None:
    problem = drawn(seed)

    def lacking(persons: Iterable[int], tasks: Iterable[int], shifts: Iterable[int]) -> int:
        items = [*(Ref("task", item, 0)[:2] for item in tasks), *(Ref("shift", item, 0)[:2] for item in shifts)]
        return best_cover(problem, persons, demands(problem, items, optional=True)).lacking

    whole = lacking(range(len(problem.persons)), range(len(problem.tasks)), range(len(problem.shifts)))
    assert sum(lacking(part.persons, part.tasks, part.shifts) for part in parts(problem, n)) >= whole
