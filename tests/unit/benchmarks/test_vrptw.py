"""The vrptw evaluation counts truncated tenths, and finds each kind of broken rule."""

import csv
from pathlib import Path

import pytest

from benchmarks.sets import vrptw
from benchmarks.sets.score import FormatError

SMALL = """tiny

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0        100          0
    1      3          4         10          0         50         10
    2      1          1         10         40         60         10
    3      0          7         10          0         90         10
"""
#: The well-known optimum of C101.
C101 = """
Route #1: 5 3 7 8 10 11 9 6 4 2 1 75
Route #2: 13 17 18 19 15 16 14 12
Route #3: 20 24 25 27 29 30 28 26 23 22 21
Route #4: 32 33 31 35 37 38 39 36 34
Route #5: 43 42 41 40 44 46 45 48 51 50 52 49 47
Route #6: 57 55 54 53 56 58 60 59
Route #7: 67 65 63 62 74 72 61 64 68 66 69
Route #8: 81 78 76 71 70 73 77 79 80
Route #9: 90 87 86 83 82 84 85 88 89 91
Route #10: 98 96 95 94 92 93 97 100 99
Cost 827.3
"""


@pytest.fixture
def small(tmp_path: Path) -> vrptw.Instance:
    (tmp_path / "small.txt").write_text(SMALL)
    return vrptw.read_instance(tmp_path / "small.txt")


def test_c101_costs_what_is_published(public_data: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.sol").write_text(C101)
    instance = vrptw.read_instance(public_data / "vrptw" / "solomon" / "C101.txt")
    score = vrptw.evaluate(instance, vrptw.read_plan(tmp_path / "plan.sol"))
    assert (score.cost, score.violations) == (827.3, ())


def test_every_instance_is_read_whole(public_data: Path) -> None:
    rows = list(csv.DictReader((public_data / "vrptw" / "best_known.csv").read_text().splitlines()))
    for row in rows:
        instance = vrptw.read_instance(public_data / "vrptw" / row["set"] / f"{row['instance']}.txt")
        assert len(instance.customers) == int(row["customers"]) + 1, row["instance"]
        assert (instance.travel == instance.travel.T).all(), row["instance"]
    assert len(rows) == 46


def test_distances_are_cut_not_rounded(small: vrptw.Instance) -> None:
    assert small.travel[0].tolist() == [0, 50, 14, 70]
    assert small.travel[1, 2] == 36  # 3.6056


def test_a_small_plan(small: vrptw.Instance) -> None:
    score = vrptw.evaluate(small, vrptw.Plan(((1, 2), (3,))))
    assert (score.cost, score.violations) == (5.0 + 3.6 + 1.4 + 14.0, ())


@pytest.mark.parametrize(
    ("routes", "sentence"),
    [
        (((1, 2, 3),), "load 30 over 20"),
        (((3, 2), (1,), ()), None),
        (((1,), (2,), (3,)), "3 routes for 2 vehicles"),
        (((1, 2),), "customer 3: visited 0 times"),
        (((1, 2), (3, 3)), "customer 3: visited 2 times"),
        (((1, 2), (3, 4)), "customer 4: unknown"),
        (((2, 1), (3,)), "customer 1: served at 53.6"),
    ],
)
def test_finds_what_is_broken(small: vrptw.Instance, routes: tuple[tuple[int, ...], ...], sentence: str | None) -> None:
    faults = vrptw.evaluate(small, vrptw.Plan(routes)).violations
    assert faults == () if sentence is None else any(sentence in fault for fault in faults)


def test_the_depot_closes(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text(SMALL.replace("100          0", " 23          0"))
    faults = vrptw.evaluate(vrptw.read_instance(tmp_path / "small.txt"), vrptw.Plan(((3,),))).violations
    assert any("customer 0" in fault for fault in faults)


def test_a_written_plan_reads_the_same(tmp_path: Path) -> None:
    vrptw.write_plan(tmp_path / "plan.sol", vrptw.Plan(((3, 1), (), (2,))))
    assert (tmp_path / "plan.sol").read_text() == "Route #1: 3 1\nRoute #2: 2\n"
    assert vrptw.read_plan(tmp_path / "plan.sol") == vrptw.Plan(((3, 1), (2,)))


@pytest.mark.parametrize("text", ["", "C101\n", SMALL.replace("    2      1", "    5      1")])
def test_other_files_are_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.txt").write_text(text)
    with pytest.raises(FormatError, match=r"odd\.txt"):
        vrptw.read_instance(tmp_path / "odd.txt")
