"""The hhcrsp evaluation reproduces every published cost, and finds each kind of broken rule by itself."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sets import hhcrsp
from benchmarks.sets.routes import Route, Routes, Visit
from benchmarks.sets.score import FormatError

#: Two patients 10 minutes from the office and 5 from each other; the second needs two carers, the later one 5 to 20
#: minutes after the first.
SMALL = {
    "distances": [[0, 10, 10], [10, 0, 5], [10, 5, 0]],
    "central_offices": [{"id": "d", "location": [0, 0]}],
    "services": [{"id": "s1", "default_duration": 10}, {"id": "s2", "default_duration": 20}],
    "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2"]}],
    "patients": [
        {"id": "p1", "time_window": [30, 40], "required_caregivers": [{"service": "s1"}]},
        {
            "id": "p2",
            "time_window": [50, 60.99999999999999],
            "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 15}],
            "synchronization": {"type": "sequential", "distance": [5, 20]},
        },
    ],
}
GOOD = {"c1": [("p1", "s1", 44, 54), ("p2", "s1", 59, 69)], "c2": [("p2", "s2", 65, 80)]}


@pytest.fixture
def small(tmp_path: Path) -> hhcrsp.Instance:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(SMALL))
    return hhcrsp.read_instance(path)


def plan_of(rows: dict[str, list[tuple[str, str, float, float]]]) -> Routes:
    return Routes(tuple(Route(carer, tuple(Visit(*visit) for visit in visits)) for carer, visits in rows.items()))


def test_published_costs(public_data: Path) -> None:
    folder = public_data / "hhcrsp"
    checked = 0
    for row in csv.DictReader((folder / "best_known.csv").read_text().splitlines()):
        published = folder / "published" / row["set"] / row["instance"]
        if not published.exists():
            continue
        instance = hhcrsp.read_instance(folder / row["set"] / row["instance"])
        score = hhcrsp.evaluate(instance, hhcrsp.read_plan(published))
        assert score.violations == (), row["instance"]
        assert score.cost == pytest.approx(float(row["best_known"]), abs=0.005), row["instance"]
        checked += 1
    assert checked == 50


def test_terms_of_a_small_plan(small: hhcrsp.Instance) -> None:
    score = hhcrsp.evaluate(small, plan_of(GOOD))
    assert score.violations == ()
    # Out 10, on 5, back 10 and out and back 20; late by 4 at p1, and by 65 - 60 at p2, whose end is read as 60.
    assert score.terms == pytest.approx({"travel": 45 / 3, "tardiness": 9 / 3, "highest_tardiness": 5 / 3})
    assert score.cost == pytest.approx(59 / 3)


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "too early": (lambda rows: rows.update(c1=[("p1", "s1", 29, 39), *rows["c1"][1:]]), "before 30"),
    "no time to travel": (lambda rows: rows["c1"].__setitem__(1, ("p2", "s1", 58, 68)), "reached at 59"),
    "cut short": (lambda rows: rows["c2"].__setitem__(0, ("p2", "s2", 65, 79)), "lasts 14"),
    "gap too small": (lambda rows: rows["c2"].__setitem__(0, ("p2", "s2", 63, 78)), "between the starts"),
    "gap too large": (lambda rows: rows["c2"].__setitem__(0, ("p2", "s2", 80, 95)), "between the starts"),
    "left out": (lambda rows: rows["c1"].pop(0), "p1: s1 done 0 times"),
    "done twice": (lambda rows: rows["c2"].append(("p1", "s1", 90, 100)), "p1: s1 done 2 times"),
    "unable": (lambda rows: rows["c2"].append(rows["c1"].pop()), "not able"),
    "not asked for": (lambda rows: rows["c2"].append(("p1", "s2", 90, 110)), "not asked for"),
    "unknown carer": (lambda rows: rows.update(c9=[]), "carer c9"),
    "unknown patient": (lambda rows: rows["c2"].append(("p9", "s2", 90, 110)), "unknown patient p9"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_finds_what_is_broken(small: hhcrsp.Instance, case: str) -> None:
    change, sentence = BROKEN[case]
    rows = {carer: list(visits) for carer, visits in GOOD.items()}
    change(rows)
    assert any(sentence in fault for fault in hhcrsp.evaluate(small, plan_of(rows)).violations)


def test_one_carer_for_both_services(tmp_path: Path) -> None:
    able = [{"id": "c1", "abilities": ["s1", "s2"]}]
    (tmp_path / "one.json").write_text(json.dumps(SMALL | {"caregivers": able}))
    rows = {"c1": [("p1", "s1", 30, 40), ("p2", "s1", 50, 60), ("p2", "s2", 60, 75)]}
    score = hhcrsp.evaluate(hhcrsp.read_instance(tmp_path / "one.json"), plan_of(rows))
    assert score.violations == ("patient p2: one carer for both services",)


def test_a_written_plan_reads_the_same(tmp_path: Path) -> None:
    plan = plan_of(GOOD)
    hhcrsp.write_plan(tmp_path / "plan.json", plan)
    assert hhcrsp.read_plan(tmp_path / "plan.json") == plan


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"routes": [{"locations": 3}]}'])
def test_other_files_are_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.json").write_text(text)
    for read in (hhcrsp.read_instance, hhcrsp.read_plan):
        with pytest.raises(FormatError, match=r"odd\.json"):
            read(tmp_path / "odd.json")
