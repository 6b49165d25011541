"""Customers become tasks and vehicles persons: loads hold without refills, and the cost is the distance."""

from pathlib import Path

import pytest

from benchmarks.onto_problem import NotMappedError
from benchmarks.onto_problem import vrptw as onto
from benchmarks.sets import vrptw
from solver.referee import violations
from solver.solve import Budget, solve

#: All three customers on one way would be shortest, and are too much for one vehicle.
SMALL = """tiny

VEHICLE
NUMBER     CAPACITY
  {vehicles}         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0        {due}          0
    1      3          4         10          0         50         10
    2      1          1         10         40         60         10
    3      0          7         10          0         90         10
"""


def read(folder: Path, vehicles: int = 3, due: int = 100) -> vrptw.Instance:
    path = folder / "tiny.txt"
    path.write_text(SMALL.format(vehicles=vehicles, due=due), encoding="utf-8")
    return vrptw.read_instance(path)


def test_the_cost_is_the_distance_in_hundredths_of_a_tenth(tmp_path: Path) -> None:
    tiny = read(tmp_path)
    problem = onto.to_problem(tiny)
    plan = solve(problem, Budget(iterations=200), seed=1)
    assert violations(problem, plan) == ()
    routes = onto.to_plan(tiny, plan)
    score = vrptw.evaluate(tiny, routes)
    assert score.violations == ()
    assert plan.cost.total == round(score.cost * 1000)
    # 0-1-3-0 and 0-2-0, the best of all splits: 5.0 + 4.2 + 7.0 + 1.4 + 1.4.
    assert score.cost == pytest.approx(19.0)
    assert sorted(map(sorted, routes.routes)) == [[1, 3], [2]]


def test_a_vehicle_never_fills_up_again(tmp_path: Path) -> None:
    tiny = read(tmp_path, vehicles=1)
    plan = solve(onto.to_problem(tiny), Budget(iterations=200), seed=1)
    assert plan.cost.missed == 1
    assert {stop.kind for duty in plan.duties for stop in duty.stops} == {"task"}
    assert [len(route) for route in onto.to_plan(tiny, plan).routes] == [2]


def test_a_horizon_longer_than_a_day_is_refused(tmp_path: Path) -> None:
    assert onto.to_problem(read(tmp_path, due=8640)).days == 1
    with pytest.raises(NotMappedError, match="longer than a day of 8640 units"):
        onto.to_problem(read(tmp_path, due=8641))
