"""Rosters of fixed posts: the referee is silent on every plan, and small ones are the best that CP-SAT can find."""

from __future__ import annotations

from random import Random

import pytest

from solver.posts.exact import improved
from solver.posts.search import SEARCH
from solver.posts.suits import suits
from solver.posts.team import Team
from solver.problem import Problem
from solver.referee import violations
from solver.search.pace import Budget, Pace
from tests.rosters import decided, random_roster


def planned(problem: Problem, iterations: int = 60, seed: int = 1) -> Team:
    pace = Pace(Budget(iterations=iterations))
    team = Team(problem, seed, 1)
    team.first_plan({seat.ref: (seat.person, 0, seat.start) for seat in problem.baseline}, pace)
    team.improve(pace)
    return team


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    SEARCH.load()


@pytest.mark.parametrize("seed", range(40))
def test_the_referee_is_silent(seed: int) -> None:
    random = Random(seed)
    problem = random_roster(random)
    assert suits(problem)
    plan = planned(problem).plan(0, 0.0)
    assert violations(problem, plan) == ()
    again = decided(random, problem, plan)
    assert violations(again, planned(again).plan(0, 0.0)) == ()


@pytest.mark.parametrize("seed", range(1000, 1025))
def test_small_rosters_are_optimal(seed: int) -> None:
    problem = random_roster(Random(seed), persons=3, days=5)
    found = planned(problem).best
    team = Team(problem, 0, 1)
    pace = Pace(Budget(iterations=1))
    team.first_plan({}, pace)
    best, proved = improved(team.layout, team.best, 0, pace, team.cost)
    assert proved
    assert found.key() == best.key()


@pytest.mark.parametrize("seed", range(2000, 2010))
def test_keys_differ_as_costs_do(seed: int) -> None:
    problem = random_roster(Random(seed))
    team = Team(problem, 0, 1)
    first, best = _first(team), planned(problem)
    assert best.cost().key <= first.cost().key
    differences = [b - a for a, b in zip(first.best.key()[1:], best.best.key()[1:], strict=True)]
    assert differences == [b - a for a, b in zip(first.cost().key, best.cost().key, strict=True)]


def _first(team: Team) -> Team:
    team.first_plan({}, Pace(Budget(iterations=0)))
    return team
