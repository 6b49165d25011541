"""hhcrsp as a `Problem`: the solver's cost is three times the set's, and the routes handed out break nothing."""

import json
from pathlib import Path

import pytest

from benchmarks.onto_problem import NotMappedError
from benchmarks.onto_problem import hhcrsp as onto
from benchmarks.sets import hhcrsp
from solver.referee import violations
from solver.solve import Budget, solve
from tests.unit.benchmarks.test_hhcrsp import SMALL


def read(folder: Path, **changes: object) -> hhcrsp.Instance:
    path = folder / "small.json"
    path.write_text(json.dumps(SMALL | changes))
    return hhcrsp.read_instance(path)


def test_whole_minutes_cost_the_same(tmp_path: Path) -> None:
    instance = read(tmp_path)
    problem = onto.to_problem(instance)
    plan = solve(problem, Budget(iterations=2_000), seed=1)
    score = hhcrsp.evaluate(instance, onto.to_plan(instance, plan))
    assert violations(problem, plan) == ()
    assert score.violations == ()
    assert plan.cost.minutes == pytest.approx(3 * score.cost)
    # Out and back for both, the first at 10 minutes and 5 further on: nobody has to be late.
    assert score.cost == pytest.approx((25 + 20) / 3)


def test_other_minutes_are_timed_anew(tmp_path: Path) -> None:
    third = 31 / 3
    instance = read(tmp_path, distances=[[0, third, third], [third, 0, third], [third, third, 0]])
    plan = solve(onto.to_problem(instance), Budget(iterations=2_000), seed=1)
    score = hhcrsp.evaluate(instance, onto.to_plan(instance, plan))
    assert score.violations == ()
    assert score.cost == pytest.approx(5 * third / 3)
    assert plan.cost.minutes == pytest.approx(3 * score.cost, abs=0.1)


def test_a_window_past_midnight_is_refused(tmp_path: Path) -> None:
    late = [{**SMALL["patients"][0], "time_window": [30, 5_000]}, SMALL["patients"][1]]
    with pytest.raises(NotMappedError, match="past the end of the day"):
        onto.to_problem(read(tmp_path, patients=late))
