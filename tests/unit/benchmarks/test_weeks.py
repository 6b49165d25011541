"""Made-up weeks: the same for the same seed, in the form of the given ones, and of their size."""

import json
import statistics
from pathlib import Path
from typing import Any

import pytest

from benchmarks import weeks
from benchmarks.sets import week


def made(tmp_path: Path, *arguments: str) -> week.Instance:
    path = tmp_path / "week.json"
    weeks.main([*arguments, "--out", str(path)])
    return week.read_instance(path)


def test_the_same_seed_makes_the_same_week() -> None:
    assert weeks.make_week("S", 3) == weeks.make_week("S", 3)
    assert weeks.make_week("S", 3) != weeks.make_week("S", 4)
    assert weeks.make_morning(3) == weeks.make_morning(3)


def test_a_known_week_stays_as_it_was() -> None:
    known = weeks.make_week("S", 1)
    assert [task["kind"] for task in known["tasks"][83:87]] == ["assess", "greet", "greet", "greet"]
    assert known["places"][9] == (4072.3317, 1761.853)


@pytest.mark.parametrize(
    ("size", "people", "visits", "deliveries", "shifts"),
    [("S", 40, 60, 0, 40), ("M", 80, 250, 300, 60), ("L", 120, 120, 1363, 60), ("2L", 240, 240, 2726, 120)],
)
def test_sizes(tmp_path: Path, size: str, people: int, visits: int, deliveries: int, shifts: int) -> None:
    instance = made(tmp_path, "--size", size, "--seed", "2")
    kinds = [task.kind for task in instance.tasks]
    assert len(instance.persons) == people
    assert kinds.count("gift") == deliveries
    assert len(kinds) - kinds.count("gift") - kinds.count("post") == visits
    assert len({task.shift for task in instance.tasks} - {None}) == shifts


@pytest.mark.parametrize("size", ["S", "M", "Lt", "2S"])
def test_every_reference_holds(tmp_path: Path, size: str) -> None:
    instance = made(tmp_path, "--size", size)
    people, places = range(len(instance.persons)), range(len(instance.places))
    for person in instance.persons:
        assert len({span.day for span in person.availability}) == len(person.availability) > 0
        for span in person.availability:
            assert span.day in range(7)
            assert span.start < span.until
            assert {span.start_place, span.end_place} <= set(places)
    for task in instance.tasks:
        assert task.place in places
        assert task.crew
        assert task.windows
        assert all(day in range(7) and early <= late for day, early, late in task.windows)
        assert task.refused <= set(people)
        assert task.preferred is None or task.preferred in people
    assert all(second == first + 1 for first, second, _ in instance.precedence)
    assert week.evaluate(instance, week.Plan(())).violations == ()


def test_few_people_have_the_same_work() -> None:
    usual, tight = weeks.make_week("M", 5), weeks.make_week("Mt", 5)
    assert len(tight["persons"]) == 35
    for one, other in zip(usual["tasks"], tight["tasks"], strict=True):
        same = ("kind", "duration", "crew", "windows", "mandatory", "weight", "load", "series")
        assert {key: one[key] for key in same} == {key: other[key] for key in same}


def test_a_morning_can_be_delivered_with_reloads(tmp_path: Path) -> None:
    instance = made(tmp_path, "--morning", "--seed", "1")
    assert (len(instance.tasks), len(instance.persons), instance.days) == (350, 14, 1)
    assert all(task.mandatory and task.windows == ((0, 9 * 3600, 12 * 3600),) for task in instance.tasks)
    assert all(
        person.target_week == 2 * sum(span.until - span.start for span in person.availability)
        for person in instance.persons
    )
    capacity = sum(person.capacity for person in instance.persons)
    assert capacity < sum(task.load for task in instance.tasks)
    assert {(span.start_place, span.end_place) for one in instance.persons for span in one.availability} == {(0, 0)}


@pytest.mark.parametrize("name", ["", "XL", "0L", "tS", "city2"])
def test_other_sizes_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        weeks.parse_size(name)


def test_city_is_ten_districts() -> None:
    assert weeks.parse_size("city") == weeks.parse_size("10L")
    assert weeks.parse_size("city").roles == (840, 120, 240)


def means(data: dict[str, Any]) -> dict[str, float]:
    visits = [task for task in data["tasks"] if task["kind"] not in ("post", "gift")]
    gifts = [task for task in data["tasks"] if task["kind"] == "gift"] or visits
    offered = [sum(span["until"] - span["from"] for span in person["availability"]) for person in data["persons"]]
    return {
        "windows a visit": statistics.mean(len(task["windows"]) for task in visits),
        "seats a visit": statistics.mean(len(task["crew"]) for task in visits),
        "minutes a visit": statistics.mean(task["duration"] for task in visits) / 60,
        "load a gift": statistics.mean(task["load"] + 1 for task in gifts),
        "windows a gift": statistics.mean(len(task["windows"]) for task in gifts),
        "hours a person": statistics.mean(offered) / 3600,
        "skills a person": statistics.mean(len(person["skills"]) for person in data["persons"]),
        "seats of posts": sum(task["kind"] == "post" for task in data["tasks"]),
    }


@pytest.mark.parametrize("size", ["S", "M", "L"])
def test_like_the_given_weeks(public_data: Path, size: str) -> None:
    given = means(json.loads((public_data / "weeks" / f"{size}.json").read_text()))
    seeds = [means(weeks.make_week(size, seed)) for seed in range(1, 9)]
    for name, value in given.items():
        ours = [mean[name] for mean in seeds]
        assert min(ours) * 0.9 <= value <= max(ours) * 1.1, f"{name}: {value} against {ours}"
