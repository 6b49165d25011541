"""The shifts evaluation: each term and each rule on small rosters, and an optimum of the first instance."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sets import shifts
from benchmarks.sets.score import FormatError

D, N, OFF = "D", "N", ""

SMALL = """# two weeks of one person and a half
SECTION_HORIZON
14
SECTION_SHIFTS
D,480,
N,600,D
SECTION_STAFF
A,D=6|N=3,4000,1000,3,2,2,1
SECTION_DAYS_OFF
A,13
SECTION_SHIFT_ON_REQUESTS
A,0,D,2
SECTION_SHIFT_OFF_REQUESTS
A,1,D,3
SECTION_COVER
0,D,1,100,1
1,D,0,100,7
2,N,3,10,1
"""
ROW = (D, D, OFF, OFF, OFF, OFF, OFF, D, D, N, OFF, OFF, OFF, OFF)

#: A roster of our own for Instance1, made by exact search; 607 is the proved optimum.
OPTIMUM = {
    "A": ".DDDD..DD..DDD",
    "B": "DDDDD..DD..DD.",
    "C": "DDD..DDD..DD..",
    "D": "DD...DDDDD....",
    "E": ".DDDD..DD..DDD",
    "F": "DDD....DDD..DD",
    "G": "..DDD...DD..DD",
    "H": "DD..DD..DDDD..",
}


@pytest.fixture
def small(tmp_path: Path) -> shifts.Instance:
    (tmp_path / "small.txt").write_text(SMALL)
    return shifts.read_instance(tmp_path / "small.txt")


def test_an_optimum_of_the_first_instance(public_data: Path) -> None:
    instance = shifts.read_instance(public_data / "shifts" / "Instance1.txt")
    rows = {person: tuple(OFF if shift == "." else shift for shift in row) for person, row in OPTIMUM.items()}
    score = shifts.evaluate(instance, shifts.Plan(rows))
    assert (score.cost, score.violations) == (607, ())
    assert score.terms == {"on_requests": 4, "off_requests": 3, "under_cover": 600, "over_cover": 0}


def test_every_instance_is_read_whole(public_data: Path) -> None:
    sizes = {1: (14, 8, 1), 2: (14, 14, 2), 3: (14, 20, 3), 4: (28, 10, 2), 5: (28, 16, 2), 8: (28, 30, 4)}
    for number, (days, people, kinds) in sizes.items():
        instance = shifts.read_instance(public_data / "shifts" / f"Instance{number}.txt")
        assert (instance.days, len(instance.persons), len(instance.shifts)) == (days, people, kinds)
        assert len(instance.cover) == days * kinds


def test_terms_of_a_small_roster(small: shifts.Instance) -> None:
    score = shifts.evaluate(small, shifts.Plan({"A": ROW}))
    assert score.violations == ()
    assert score.terms == {"on_requests": 0, "off_requests": 3, "under_cover": 30, "over_cover": 7}
    early = shifts.evaluate(small, shifts.Plan({"A": (OFF, *ROW[1:])}))
    assert early.terms == {"on_requests": 2, "off_requests": 3, "under_cover": 130, "over_cover": 7}


def row_with(**days: str) -> tuple[str, ...]:
    row = list(ROW)
    for day, shift in days.items():
        row[int(day.removeprefix("d"))] = shift
    return tuple(row)


@pytest.mark.parametrize(
    ("row", "limits", "sentence"),
    [
        (row_with(d8=N, d9=D), {}, "D on day 9 after N"),
        (ROW, {"max_shifts": {"D": 3, "N": 3}}, "4 times D"),
        (ROW, {"max_shifts": {"D": 6}}, "1 times N"),
        (ROW, {"max_minutes": 2519}, "2520 minutes"),
        (ROW, {"min_minutes": 2521}, "2520 minutes"),
        (ROW, {"max_run": 2}, "3 shifts in a row from day 7"),
        (row_with(d3=D), {}, "only 1 days on from day 3"),
        (row_with(d3=D, d4=D), {}, "only 1 days off from day 2"),
        (row_with(d5=D, d6=D, d7=OFF), {"max_weekends": 0}, "1 weekends"),
        (row_with(d12=D, d13=D), {}, "free day 13"),
        (ROW[:-1], {}, "not 14 days"),
        (row_with(d3="X"), {}, "not 14 days of known shifts"),
    ],
)
def test_finds_what_is_broken(small: shifts.Instance, row: tuple[str, ...], limits: Any, sentence: str) -> None:
    person = dataclasses.replace(small.persons[0], **limits)
    score = shifts.evaluate(dataclasses.replace(small, persons=(person,)), shifts.Plan({"A": row}))
    assert any(sentence in fault for fault in score.violations), score.violations


@pytest.mark.parametrize(
    ("row", "limits"),
    [
        (ROW, {"max_minutes": 2520, "min_minutes": 2520, "max_run": 3, "max_shifts": {"D": 4, "N": 1}}),
        (row_with(d1=OFF), {}),  # one shift at the very start may go on from the week before
        (row_with(d12=D), {"max_weekends": 1, "days_off": frozenset(), "min_run": 1, "min_run_off": 1}),
        (row_with(d0=OFF), {"min_run": 1}),  # one day off at the very start, too
        (row_with(d9=D, d8=N), {"max_shifts": {"D": 6, "N": 3}, "min_run": 1}),
    ],
)
def test_allows_what_just_fits(small: shifts.Instance, row: tuple[str, ...], limits: Any) -> None:
    person = dataclasses.replace(small.persons[0], **limits)
    kinds = {kind: dataclasses.replace(shift, not_before=frozenset()) for kind, shift in small.shifts.items()}
    instance = dataclasses.replace(small, persons=(person,), shifts=kinds)
    assert shifts.evaluate(instance, shifts.Plan({"A": row})).violations == ()


def test_a_stranger_in_the_roster(small: shifts.Instance) -> None:
    assert shifts.evaluate(small, shifts.Plan({"A": ROW, "Z": ROW})).violations == ("person Z: unknown",)


def test_a_written_plan_reads_the_same(tmp_path: Path) -> None:
    plan = shifts.Plan({"A": ROW, "B": ROW[::-1]})
    shifts.write_plan(tmp_path / "plan.json", plan)
    assert shifts.read_plan(tmp_path / "plan.json") == plan


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("SECTION_HORIZON\nsoon\n")
    with pytest.raises(FormatError, match=r"odd\.txt"):
        shifts.read_instance(tmp_path / "odd.txt")
