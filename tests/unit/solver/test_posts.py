"""Rosters of fixed posts: several counters over four weeks, the same plan in every process, two workers, and CP-SAT."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from random import Random

from solver.choice import search_for
from solver.plan import Plan
from solver.posts.exact import improved
from solver.posts.search import SEARCH
from solver.posts.suits import suits
from solver.posts.team import Team
from solver.problem import DAY, HOUR, Person, Problem, RoleMix, Shift, ShiftSeat
from solver.referee import violations
from solver.search.pace import Budget, Pace
from solver.solve import solve
from tests.builders import line, person, shift, task
from tests.rosters import random_roster


def counters(days: int = 28, persons: int = 20) -> Problem:
    """Two counters and an evening desk, for four weeks and some invented people."""
    random, shifts = Random(5), []
    for day in (day for day in range(days) if day % 7 < 6):
        for name, first, last, seats in (("a", 8, 12, 3), ("b", 13, 17, 3), ("evening", 17, 20, 2)):
            shifts.append(
                Shift(
                    id=f"{day} {name}",
                    place=0,
                    start=day * DAY + first * HOUR,
                    end=day * DAY + last * HOUR,
                    seats=(ShiftSeat(),) * (seats - 1) + (ShiftSeat(required=False),),
                    mix=(RoleMix(roles=frozenset({"clerk"}), at_least=1),),
                    turn=name,
                )
            )
    return Problem(
        days=days,
        modes=("walk",),
        travel=(line([0]),),
        persons=tuple(_somebody(random, number, days) for number in range(persons)),
        shifts=tuple(shifts),
        turns=("a", "b", "evening"),
        not_next_day=(("evening", "a"),),
    )


def _somebody(random: Random, number: int, days: int) -> Person:
    free = {day: (8, 20) for day in range(days) if random.random() < 0.6}
    role = "clerk" if number % 2 else "volunteer"
    return person(str(number), role=role, day_spans=free, max_days=3, max_run=3, max_week=20 * HOUR)


def digest(plan: Plan) -> str:
    return hashlib.sha256(repr((plan.duties, plan.cost)).encode()).hexdigest()


def test_counters_over_four_weeks() -> None:
    problem = counters(28, 5)
    assert suits(problem)
    SEARCH.load()
    team, pace = Team(problem, 1, 1), Pace(Budget(iterations=3))
    team.first_plan({}, pace)
    first = team.cost()
    team.improve(pace)
    plan = team.plan(10, 0.0)
    assert violations(problem, plan) == ()
    assert plan.cost.key <= first.key


def test_rosters_of_shifts_alone_are_planned_here() -> None:
    problem = counters(days=3, persons=3)
    assert search_for(problem) is SEARCH
    assert not suits(
        Problem(days=1, modes=("walk",), travel=(line([0, 1]),), persons=(person("A"),), tasks=(task("1"),))
    )


def test_the_same_plan_in_every_process() -> None:
    code = (
        "from tests.unit.solver.test_posts import counters, digest\n"
        "from solver.solve import Budget, solve\n"
        "print(digest(solve(counters(6, 5), Budget(iterations=42), seed=3, workers=2)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    here = solve(counters(6, 5), Budget(iterations=42), seed=3, workers=2)
    assert told == {digest(here) + "\n"}


def test_cp_sat_proves_a_small_roster_optimal() -> None:
    problem = random_roster(Random(3), persons=3, days=5)
    SEARCH.load()
    team, pace = Team(problem, 0, 1), Pace(Budget(iterations=0))
    team.first_plan({}, pace)
    best, proved = improved(team.layout, team.best, 0, pace, team.cost)
    assert proved
    assert best.key() <= team.best.key()


def test_a_shift_that_nobody_may_staff_alone_stays_empty() -> None:
    mixed = shift("1", seats=(ShiftSeat(), ShiftSeat()), mix=(RoleMix(roles=frozenset({"clerk"}), at_least=1),))
    people = (person("A"), person("B"))
    problem = Problem(days=1, modes=("walk",), travel=(line([0, 1]),), persons=people, shifts=(mixed,))
    plan = solve(problem, Budget(iterations=20))
    assert violations(problem, plan) == ()
    assert plan.duties == ()
