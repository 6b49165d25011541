"""The uhhc evaluation reproduces every published objective, and counts each term as its name says."""

import copy
import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sets import uhhc
from benchmarks.sets.routes import LUNCH, Route, Routes, Visit

WEIGHTS = {
    "travel_time": 1,
    "total_tardiness": 10,
    "highest_tardiness": 100,
    "total_waiting_time": 2,
    "max_waiting_time": 3,
    "total_extra_time": 5,
    "max_idle_time": 7,
    "caregiver_preferences": 11,
    "incompabilities": 13,
    "optional_patients": 17,
    "missed_lunch_break": 19,
    "qualification": 23,
    "working_time": 29,
    "workload_balance": 31,
}
#: One depot, two patients; every leg takes 10 minutes but for the one between the patients, which takes 5.
SMALL: dict[str, Any] = {
    "metadata": {"time_window_met": "at_service_end", "cost_components": WEIGHTS, "origin": "generated"},
    "distances": [[0, 10, 10], [10, 0, 5], [10, 5, 0]],
    "terminal_points": [{"id": "d", "distance_matrix_index": 0}],
    "services": [{"id": "s1"}, {"id": "s2"}],
    "lunch_breaks": {"start": 60, "end": 120, "min_duration": 30},
    "caregivers": [
        {
            "id": "c1",
            "abilities": ["s1"],
            "departing_point": "d",
            "arrival_point": "d",
            "working_shift": {"start": 0, "end": 150},
            "lunch_break": True,
        },
        {
            "id": "c2",
            "abilities": ["s2"],
            "departing_point": "d",
            "arrival_point": "d",
            "working_shift": {"start": 0, "end": 100},
            "lunch_break": False,
        },
    ],
    "patients": [
        {
            "id": "p1",
            "distance_matrix_index": 1,
            "time_windows": [{"start": 20, "end": 30}, {"start": 130, "end": 150}],
            "required_services": [{"service": "s1", "duration": 20}],
            "preferred_caregivers": ["c2"],
        },
        {
            "id": "p2",
            "distance_matrix_index": 2,
            "time_windows": [{"start": 50, "end": 200}],
            "required_services": [{"service": "s1", "duration": 30}],
            "incompatible_caregivers": ["c1"],
            "optional": True,
        },
    ],
}


def instance_of(tmp_path: Path, change: Callable[[dict[str, Any]], Any] = lambda data: None) -> uhhc.Instance:
    data = copy.deepcopy(SMALL)
    change(data)
    (tmp_path / "small.json").write_text(json.dumps(data))
    return uhhc.read_instance(tmp_path / "small.json")


def route(carer: str, *visits: tuple[str, str, float, float]) -> Route:
    return Route(carer, tuple(Visit(*visit) for visit in visits))


GOOD = Routes((route("c1", ("p1", "s1", 20, 40), ("p2", LUNCH, 60, 90), ("p2", "s1", 95, 125)),))


def test_published_objectives(public_data: Path) -> None:
    folder = public_data / "uhhc"
    checked = 0
    for row in csv.DictReader((folder / "best_known.csv").read_text().splitlines()):
        name = f"{row['set']}/{row['instance']}.json"
        score = uhhc.evaluate(uhhc.read_instance(folder / name), uhhc.read_plan(folder / "published" / name))
        assert score.violations == (), name
        assert score.cost == float(row["best_known"]), name
        published = json.loads((folder / "published" / name).read_text())["cost_components"]
        published["caregiver_preferences"] = published.pop("preferences", None)
        published["optional_patients"] = published.pop("unscheduled", None)
        for term, amount in score.terms.items():
            assert published.get(term) in (None, amount), f"{name} {term}"
        checked += 1
    assert checked == 42


def test_every_term_of_a_small_plan(tmp_path: Path) -> None:
    score = uhhc.evaluate(instance_of(tmp_path), GOOD)
    assert score.violations == ()
    # Leaves at 10; waits from 45 to 60 for lunch and from 90 to 95 after it; back at 135, 15 before the shift's end.
    # c2 stays at home: idle for 100 minutes against 10 + 20 + 15. Works 25 + 50 minutes against 0, mean 37.5.
    amounts = {
        "travel_time": 25,
        "total_tardiness": 10,
        "highest_tardiness": 10,
        "total_waiting_time": 20,
        "max_waiting_time": 15,
        "total_extra_time": 0,
        "max_idle_time": 100,
        "caregiver_preferences": 1,
        "incompabilities": 1,
        "optional_patients": 0,
        "missed_lunch_break": 0,
        "qualification": 0,
        "working_time": 75,
        "workload_balance": 76,
    }
    assert score.terms == {term: WEIGHTS[term] * amount for term, amount in amounts.items()}
    assert score.cost == sum(score.terms.values())


def test_the_window_that_has_begun_last_counts(tmp_path: Path) -> None:
    late = Routes((route("c1", ("p2", LUNCH, 60, 90), ("p2", "s1", 90, 120), ("p1", "s1", 131, 151)),))
    terms = uhhc.evaluate(instance_of(tmp_path), late).terms
    assert terms["total_tardiness"] == 10 * 1
    at_start = instance_of(tmp_path, lambda data: data["metadata"].update(time_window_met="at_service_start"))
    assert uhhc.evaluate(at_start, late).terms["total_tardiness"] == 0
    assert terms["total_extra_time"] == 5 * 11


def test_after_an_opening_lunch_waiting_is_idle_but_not_counted(tmp_path: Path) -> None:
    idle_alone = instance_of(tmp_path, lambda data: data["caregivers"].pop())
    plan = Routes((route("c1", ("p1", LUNCH, 60, 90), ("p1", "s1", 110, 130), ("p2", "s1", 135, 165)),))
    terms = uhhc.evaluate(idle_alone, plan).terms
    assert terms["total_waiting_time"] == 0
    assert terms["max_idle_time"] == 7 * (50 + 20)


def test_bazirha_carers_leave_at_the_start_of_the_shift(tmp_path: Path) -> None:
    instance = instance_of(tmp_path, lambda data: data["metadata"].update(origin="bazirha"))
    assert uhhc.evaluate(instance, GOOD).terms["total_waiting_time"] == 2 * 30


def test_left_out_and_missed_lunch_cost_where_they_have_a_weight(tmp_path: Path) -> None:
    only_one = Routes((route("c1", ("p1", "s1", 20, 40)),))
    score = uhhc.evaluate(instance_of(tmp_path), only_one)
    assert score.violations == ()
    assert (score.terms["optional_patients"], score.terms["missed_lunch_break"]) == (17, 19)


def without(term: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data["metadata"]["cost_components"].pop(term)


def hard(term: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data["metadata"]["cost_components"].update({term: "HARD"})


#: What is changed in the instance, the plan, and what the sentence holds.
BROKEN: dict[str, tuple[Callable[[dict[str, Any]], Any], Routes, str]] = {
    "preferences without weight": (without("caregiver_preferences"), GOOD, "caregiver_preferences"),
    "incompatibility without weight": (without("incompabilities"), GOOD, "incompabilities"),
    "qualification without weight": (
        without("qualification"),
        Routes((route("c2", ("p1", "s1", 20, 40)),)),
        "qualification",
    ),
    "lunch without weight": (
        without("missed_lunch_break"),
        Routes((route("c1", ("p1", "s1", 20, 40)),)),
        "missed_lunch_break",
    ),
    "patient without weight": (
        without("optional_patients"),
        Routes((route("c1", ("p1", "s1", 20, 40)),)),
        "optional_patients",
    ),
    "hard tardiness": (hard("total_tardiness"), GOOD, "total_tardiness"),
    "hard overtime": (hard("total_extra_time"), Routes((route("c1", ("p1", "s1", 130, 150)),)), "total_extra_time"),
    "hard working time": (hard("working_time"), Routes((route("c1", ("p1", "s1", 130, 150)),)), "working_time"),
    "too early": (lambda data: None, Routes((route("c1", ("p1", "s1", 19, 39)),)), "before every window"),
    "before the shift": (
        lambda data: data["caregivers"][0]["working_shift"].update(start=11),
        Routes((route("c1", ("p1", "s1", 20, 40)),)),
        "before the shift",
    ),
    "no time to travel": (
        lambda data: None,
        Routes((route("c1", ("p1", "s1", 46, 66), ("p2", "s1", 70, 100)),)),
        "reached at 71",
    ),
    "cut short": (lambda data: None, Routes((route("c1", ("p1", "s1", 20, 39)),)), "lasts 19"),
    "lunch too late": (
        lambda data: None,
        Routes((route("c1", ("p1", "s1", 20, 40), ("p1", LUNCH, 91, 121)),)),
        "lunch from 91",
    ),
    "lunch too short": (
        lambda data: None,
        Routes((route("c1", ("p1", "s1", 20, 40), ("p1", LUNCH, 60, 89)),)),
        "lunch from 60",
    ),
    "lunch unasked": (
        lambda data: None,
        Routes((route("c1", ("p1", "s1", 20, 40)), route("c2", ("p2", LUNCH, 60, 90)))),
        "nobody asked",
    ),
    "mandatory left out": (lambda data: None, Routes((route("c1", ("p2", "s1", 50, 80)),)), "p1: not served"),
    "two routes": (lambda data: None, Routes((*GOOD.routes, *GOOD.routes)), "two routes"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_finds_what_is_broken(tmp_path: Path, case: str) -> None:
    change, plan, sentence = BROKEN[case]
    assert any(sentence in fault for fault in uhhc.evaluate(instance_of(tmp_path, change), plan).violations)


@pytest.mark.parametrize(("start", "fine"), [(20, True), (25, True), (45, True), (19, False), (46, False)])
def test_sequential_services_keep_their_distance(tmp_path: Path, start: float, fine: bool) -> None:
    def two_services(data: dict[str, Any]) -> None:
        data["patients"][0] |= {
            "required_services": [{"service": "s1", "duration": 20}, {"service": "s2", "duration": 10}],
            "synchronization": {"type": "sequential", "distance": {"min": 0, "max": 25}},
            "time_windows": [{"start": 0, "end": 300}],
        }

    plan = Routes((route("c1", ("p1", "s1", 20, 40)), route("c2", ("p1", "s2", start, start + 10))))
    assert (uhhc.evaluate(instance_of(tmp_path, two_services), plan).violations == ()) is fine


def test_a_written_plan_reads_the_same(tmp_path: Path) -> None:
    uhhc.write_plan(tmp_path / "plan.json", GOOD)
    assert uhhc.read_plan(tmp_path / "plan.json") == GOOD
    locations = json.loads((tmp_path / "plan.json").read_text())["routes"][0]["locations"]
    assert [location["service"] for location in locations] == ["s1", "s1", LUNCH]
