"""A plan's cost is told alike by the two who derive it from its duties, whatever the problem asks for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings

from solver.referee import cost_of
from solver.solve import Budget, solve
from solver.telling import cost_of_duties
from tests.builders import decided, random_problem, seeds
from tests.further import further


@settings(max_examples=200, derandomize=True, deadline=None)
@given(seed=seeds())
def test_both_tell_the_same_cost(seed: int) -> None:
    """The plan was made for a problem that asked for less, so it may break rules; what it costs is clear anyway."""
    problem = random_problem(Random(seed))
    plan = solve(problem, Budget(iterations=20), seed)
    after = replace(decided(Random(seed), problem, plan), pins=(), frozen_until=0)
    asked = further(Random(seed), after)
    assert cost_of_duties(asked, plan.duties) == cost_of(asked, plan)
