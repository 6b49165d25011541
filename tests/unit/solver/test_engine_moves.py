"""The engine's small moves, one kind at a time: what only that kind could have found, and sums that stay true."""

from __future__ import annotations

from random import Random

from solver.engine import columns as c
from solver.engine.machine import anneal, load
from solver.engine.team import Team
from solver.former import Former
from solver.plan import Plan
from solver.problem import Problem
from solver.referee import violations
from solver.search.pace import Budget, Pace
from tests.builders import at, person, problem, random_problem, seat, task, task_ref, window

COLD = 1023


def moved(asked: Problem, former: Former, rounds: int = 2000, **rates: int) -> tuple[Team, Plan]:
    """The earlier plan after so many rounds of nothing but small moves, of kinds by the tables' shares."""
    load()
    team = Team(asked, 1, 1)
    team.first_plan(former, Pace(Budget(iterations=1)))
    w = team.tables[0]
    w.rate[c.SMALL_MOVES] = 100
    for name, share in rates.items():
        w.rate[getattr(c, name)] = share
    anneal(w, rounds, COLD, 0)
    return team, team.plan(rounds, 0.0)


def test_a_crew_meets_later_where_nobody_then_waits() -> None:
    pair = task("T", 1, window(9, 15), seats=(seat(), seat()))
    fixed = [task("U", 2, window(14, 14)), task("V", 3, window(14, 14))]
    former = {task_ref(0, 0): (0, 0, at(9)), task_ref(0, 1): (1, 0, at(9))}
    former |= {task_ref(1): (0, 0, at(14)), task_ref(2): (1, 0, at(14))}
    _, plan = moved(problem([person("A"), person("B")], [pair, *fixed]), former, DUTY_MOVES=0, RETIMES=0)
    starts = {stop.start for duty in plan.duties for stop in duty.stops if stop.ref in (task_ref(0, 0), task_ref(0, 1))}
    assert starts == {at(13) + 10 * 60}
    assert plan.cost.terms["waiting"] == 10 * 6000


def test_tails_are_exchanged_where_two_ways_cross() -> None:
    doors = [task("T", 1), task("T2", 2), task("T3", 3, window(12, 18)), task("T4", 4, window(12, 18))]
    people = [person("A"), person("B")]
    crossed = {task_ref(0): (0, 0, at(9)), task_ref(3): (0, 0, at(12))}
    crossed |= {task_ref(1): (1, 0, at(9)), task_ref(2): (1, 0, at(12))}
    asked = problem(people, doors, points=(0, -30, 30, -31, 31))
    _, plan = moved(asked, crossed, DUTY_MOVES=0, TAIL_MOVES=100, RETIMES=100)
    assert plan.cost.terms["travel"] == 2 * (31 + 31) * 6000


def test_a_string_goes_to_where_it_lies_on_the_way() -> None:
    doors = [task(f"T{number}", 1 + number, window(8, 12)) for number in range(4)]
    former = {task_ref(number): (0, 0, at(8, 0) + 3600 * number) for number in (0, 2, 1, 3)}
    asked = problem([person("A")], doors, points=(0, 10, 30, 20, 40))
    _, plan = moved(asked, former, DUTY_MOVES=0, TAIL_MOVES=0, RETIMES=100)
    assert plan.cost.terms["travel"] == 80 * 6000


def test_after_many_small_moves_the_tables_tell_the_plan_s_own_cost() -> None:
    for number in range(12):
        asked = random_problem(Random(number), persons=5, tasks=14, shifts=3, days=3)
        team, plan = moved(asked, {}, 300)
        assert not violations(asked, plan)
        told = team.best.tally
        assert (told[c.BEST_MISSED], told[c.BEST_LEFT], told[c.BEST_TOTAL]) == plan.cost.key
