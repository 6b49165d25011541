"""The week evaluation: the published levels, and each rule on a small week."""

import copy
import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sets import week
from benchmarks.sets.score import FormatError

HOUR = 3_600
ANY = {"roles": ["volunteer"], "skills": []}


def person(number: int, **changes: Any) -> dict[str, Any]:
    span = {"day": 0, "from": 8 * HOUR, "until": 18 * HOUR, "start_place": 0, "end_place": 0}
    limits = {"max_day": 10 * HOUR, "norm_week": 9 * HOUR, "max_week": 12 * HOUR, "max_days": 3, "target_week": 0}
    who = {"id": number, "role": "volunteer", "skills": ["bp"], "gender": 0, "mode": "walk", "capacity": 2}
    return {**who, **limits, "availability": [span], **changes}


def task(number: int, **changes: Any) -> dict[str, Any]:
    plain = {"id": number, "kind": "greet", "place": 1, "duration": 600, "crew": [ANY]}
    rules = {"windows": [[0, 9 * HOUR, 17 * HOUR]], "mandatory": False, "weight": 1, "load": 0}
    wishes = {"series": None, "gap_days": 0, "preferred": None, "refused": [], "gender": None, "shift": None}
    return {**plain, **rules, **wishes, **changes}


#: Place 1 lies 600 m east of the office and place 2 another 600 m; a walk of 600 m takes 10 minutes and 5 s.
WEEK: dict[str, Any] = {
    "name": "tiny",
    "days": 7,
    "office": 0,
    "detour": 1.0,
    "places": [[0, 0], [600, 0], [1200, 0]],
    "modes": [{"name": "walk", "metres_per_minute": 60, "parking": 5}],
    "lunch": {"earliest_start": int(11.5 * HOUR), "latest_end": int(13.5 * HOUR), "duration": HOUR},
    "reload": 300,
    "persons": [person(0), person(1, gender=1, skills=[])],
    "tasks": [
        task(0, mandatory=True, crew=[{"roles": ["volunteer"], "skills": ["bp"]}, ANY]),
        task(1, place=2, weight=4, load=2),
        task(2, place=2, weight=3, load=2),
    ],
    "precedence": [[1, 2, 60]],
}
LEG = 605
NINE = 9 * HOUR


def duty(number: int, departure: int, arrival: int, *stops: tuple[Any, int, int], **changes: Any) -> dict[str, Any]:
    entries = [{"task": what, "seat": seat, "start": start} for what, seat, start in stops]
    span = {"departure": departure, "arrival": arrival, "lunch": None}
    return {"person": number, "day": 0, **span, "stops": entries, **changes}


def pair() -> list[dict[str, Any]]:
    return [
        duty(0, NINE - LEG, NINE + 600 + LEG, (0, 0, NINE)),
        duty(1, NINE - LEG, NINE + 600 + LEG, (0, 1, NINE)),
    ]


def judged(tmp_path: Path, duties: list[dict[str, Any]], **changes: Any) -> week.Score:
    (tmp_path / "week.json").write_text(json.dumps(WEEK | changes))
    (tmp_path / "plan.json").write_text(json.dumps({"duties": duties}))
    return week.evaluate(week.read_instance(tmp_path / "week.json"), week.read_plan(tmp_path / "plan.json"))


@pytest.mark.parametrize("name", ["S", "M", "L", "St", "Mt", "Lt"])
def test_published_levels(public_data: Path, name: str) -> None:
    folder = public_data / "weeks"
    rows = csv.DictReader((folder / "published" / "levels.csv").read_text().splitlines())
    published = {row["week"]: [float(row[f"level{level}"]) for level in (1, 2, 3, 4)] for row in rows}
    instance = week.read_instance(folder / f"{name}.json")
    score = week.evaluate(instance, week.read_plan(folder / "published" / f"{name}.json"))
    assert score.violations == ()
    assert list(week.levels(score)) == published[name]


def test_nothing_planned_leaves_everything(tmp_path: Path) -> None:
    score = judged(tmp_path, [])
    assert (score.key, score.violations) == ((2, 7, 0), ())


def test_a_crew_of_two(tmp_path: Path) -> None:
    score = judged(tmp_path, pair())
    assert (score.before, score.violations) == ((0, 7), ())
    # No target: each of the 20 minutes served counts once as above it and twice as far above it.
    assert score.terms["fairness"] == pytest.approx(20 * 3)
    assert score.terms["travel"] == pytest.approx(4 * LEG / 60)
    assert week.levels(score) == (0, 7, 60.0, 40.3)


def test_reload_between_two_loads(tmp_path: Path) -> None:
    far = 1205
    first, back = NINE, NINE + 600 + far
    second = back + 300 + far
    stops = [(1, 0, first), ("reload", 0, back), (2, 0, second)]
    fine = judged(tmp_path, [duty(0, first - far, second + 600 + far, *stops)])
    assert (fine.before, fine.violations) == ((2, 0), ())
    assert fine.terms["waiting"] == 0
    without = judged(tmp_path, [duty(0, first - far, second + 600 + far, stops[0], stops[2])])
    assert without.violations == ("person 0 day 0: task 2 over capacity",)


def test_wishes_cost_minutes(tmp_path: Path) -> None:
    tasks = copy.deepcopy(WEEK["tasks"])
    tasks[0] |= {"preferred": 1, "gender": 0}
    assert judged(tmp_path, pair(), tasks=tasks).terms["gender_mismatch"] == 30
    assert judged(tmp_path, pair(), tasks=tasks).terms["not_preferred"] == 0
    alone = [task(0, preferred=1, gender=1)]
    score = judged(tmp_path, pair()[:1], tasks=alone, precedence=[])
    assert (score.terms["gender_mismatch"], score.terms["not_preferred"]) == (30, 60)


def test_overtime_and_hours_too_few(tmp_path: Path) -> None:
    long = [task(0, duration=9 * HOUR, windows=[[0, NINE - HOUR, NINE]])]
    people = [person(0, norm_week=8 * HOUR, target_week=20 * HOUR)]
    noon = {"lunch": {"earliest_start": 0, "latest_end": 86_400, "duration": HOUR}}
    start = 8 * HOUR + LEG
    duties = [duty(0, 8 * HOUR, start + 9 * HOUR + LEG, (0, 0, start))]
    people[0]["availability"][0]["until"] = 20 * HOUR
    score = judged(tmp_path, duties, tasks=long, persons=people, precedence=[], **noon)
    assert score.violations == ()
    over = (HOUR + 2 * LEG) / 60
    assert score.terms["overtime"] == pytest.approx(5 * over * 2)
    assert score.terms["fairness"] == pytest.approx(0.5 * 60)


SERIES = [task(0, series=7, gap_days=2), task(1, series=7, gap_days=2, windows=[[1, NINE, NINE], [2, NINE, NINE]])]


@pytest.mark.parametrize(("day", "who", "faults", "cost"), [(2, 0, 0, 0), (2, 1, 0, 30), (1, 0, 1, 0)])
def test_a_series_keeps_its_gap_and_its_face(tmp_path: Path, day: int, who: int, faults: int, cost: float) -> None:
    people = copy.deepcopy(WEEK["persons"])
    for entry in people:
        entry["availability"] = [entry["availability"][0] | {"day": number} for number in range(3)]
    first = duty(0, NINE - LEG, NINE + 600 + LEG, (0, 0, NINE))
    second = duty(who, NINE - LEG, NINE + 600 + LEG, (1, 0, NINE), day=day)
    score = judged(tmp_path, [first, second], tasks=SERIES, persons=people, precedence=[])
    assert (len(score.violations), score.terms["further_person"]) == (faults, cost)


def change_first(**changes: Any) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda duties: duties[0].update(changes)


def change_stop(**changes: Any) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda duties: duties[0]["stops"][0].update(changes)


BROKEN: dict[str, tuple[Callable[[list[dict[str, Any]]], Any], str]] = {
    "no such person": (change_first(person=9), "unknown"),
    "day off": (change_first(day=1), "not available"),
    "two duties": (change_first(person=1), "two duties"),
    "before availability": (change_first(departure=8 * HOUR - 1), "outside availability"),
    "no time to travel": (change_first(departure=NINE - LEG + 1), "reaches place 1"),
    "no time to return": (change_first(arrival=NINE + 600 + LEG - 1), "reaches place 0"),
    "outside the window": (change_stop(start=NINE - 1), "outside its windows"),
    "no such task": (change_stop(task=9), "unknown task"),
    "no such seat": (change_stop(seat=2), "no seat"),
    "seat taken twice": (change_stop(seat=1), "seat taken twice"),
    "alone": (lambda duties: duties.pop(), "crew incomplete"),
    "not together": (
        lambda duties: duties.__setitem__(0, duty(0, NINE, NINE + 1200 + LEG, (0, 0, NINE + LEG))),
        "not together",
    ),
    "day too long": (change_first(departure=8 * HOUR, arrival=18 * HOUR + 1), "day too long"),
    "no lunch": (change_first(departure=8 * HOUR, arrival=14 * HOUR), "no lunch"),
    "lunch at work": (change_first(lunch=NINE + 60), "lunch not possible"),
    "unqualified": (
        lambda duties: duties.__setitem__(slice(None), [pair()[0] | {"person": 1}, pair()[1] | {"person": 0}]),
        "not qualified",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_finds_what_is_broken(tmp_path: Path, case: str) -> None:
    change, sentence = BROKEN[case]
    duties = pair()
    change(duties)
    faults = judged(tmp_path, duties).violations
    assert any(sentence in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"max_week": 1809}, "week too long"), ({"max_days": 0}, "too many days"), ({"max_day": 1809}, "day too long")],
)
def test_limits_of_a_person(tmp_path: Path, changes: dict[str, int], sentence: str) -> None:
    people = [person(0, **changes), person(1)]
    assert any(sentence in fault for fault in judged(tmp_path, pair(), persons=people).violations)
    just = [person(0, **{limit: value + 1 for limit, value in changes.items()}), person(1)]
    assert judged(tmp_path, pair(), persons=just).violations == ()


def test_refused(tmp_path: Path) -> None:
    tasks = copy.deepcopy(WEEK["tasks"])
    tasks[0]["refused"] = [1]
    assert judged(tmp_path, pair(), tasks=tasks).violations == ("person 1 day 0: refused by task 0",)


@pytest.mark.parametrize(("gap", "fine"), [(60, True), (59, False)])
def test_the_second_comes_after_the_first(tmp_path: Path, gap: int, fine: bool) -> None:
    loads = [person(0, capacity=4), person(1)]
    second = NINE + 600 + gap
    stops = duty(0, NINE - 1205, second + 600 + 1205, (1, 0, NINE), (2, 0, second))
    assert (judged(tmp_path, [stops], persons=loads).violations == ()) is fine
    only = duty(0, NINE - 1205, NINE + 600 + 1205, (2, 0, NINE))
    assert judged(tmp_path, [only]).violations == ("task 2 without its predecessor 1",)


@pytest.mark.parametrize(("pause", "fine"), [(NINE + 600, True), (NINE + 600 + LEG, True), (NINE + 601, False)])
def test_a_pause_lies_before_or_after_a_leg(tmp_path: Path, pause: int, fine: bool) -> None:
    lunch = {"earliest_start": NINE, "latest_end": 18 * HOUR, "duration": HOUR}
    late = duty(0, NINE - LEG, NINE + 600 + LEG + HOUR, (0, 0, NINE), lunch=pause)
    single = [task(0)]
    score = judged(tmp_path, [late], lunch=lunch, tasks=single, precedence=[])
    assert (score.violations == ()) is fine


def test_a_written_plan_reads_the_same(tmp_path: Path) -> None:
    duties = [duty(0, NINE - 1205, NINE + 5000, (1, 0, NINE), ("reload", 0, NINE + 1805), lunch=12 * HOUR)]
    (tmp_path / "plan.json").write_text(json.dumps({"duties": duties}))
    plan = week.read_plan(tmp_path / "plan.json")
    week.write_plan(tmp_path / "again.json", plan)
    assert json.loads((tmp_path / "again.json").read_text()) == {"duties": duties}


def test_other_files_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text(json.dumps(WEEK | {"tasks": [task(3)]}))
    with pytest.raises(FormatError, match=r"odd\.json"):
        week.read_instance(tmp_path / "odd.json")
