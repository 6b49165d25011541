"""A week and its problem ask the same: travel, levels, and the plan that comes back."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.onto_problem import NotMappedError
from benchmarks.onto_problem import week as onto
from benchmarks.sets import week, week_form
from benchmarks.weeks import make_week
from solver.plan import Cost, Duty, Plan, Stop
from solver.problem import DAY, Ref, Span
from solver.referee import violations
from solver.solve import Budget, solve

HOUR = 3_600


def read(folder: Path, data: dict[str, Any]) -> week.Instance:
    path = folder / "week.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return week.read_instance(path)


def test_travel_is_the_weeks_own_between_all_places(tmp_path: Path) -> None:
    made = read(tmp_path, make_week("S", 1))
    problem = onto.to_problem(made)
    places = range(len(made.places))
    for mode, travel in zip(problem.modes, problem.travel, strict=True):
        assert travel.tolist() == [[made.travel(mode, start, end) for end in places] for start in places]


@pytest.mark.parametrize("target", [None, 0])
def test_levels_agree_but_for_seconds(tmp_path: Path, target: int | None) -> None:
    data = make_week("S", 2)
    for person in data["persons"]:
        person["target_week"] = person["target_week"] if target is None else target
    made = read(tmp_path, data)
    problem = onto.to_problem(made)
    plan = solve(problem, Budget(iterations=20), seed=3)
    assert violations(problem, plan) == ()
    score = week.evaluate(made, onto.to_plan(made, plan))
    assert score.violations == ()
    assert score.before == (plan.cost.missed, plan.cost.left)
    ours = {term: amount / 6000 for term, amount in plan.cost.terms.items()}
    assert score.terms["fairness"] > 0
    # Three seconds a person: of a target of nothing, and of a quarter and a half rounded down.
    assert ours.pop("target") == pytest.approx(score.terms["fairness"], abs=0.05 * len(made.persons) + 1e-9)
    for term in ("travel", "waiting", "overtime", "not_preferred", "gender_mismatch", "further_person"):
        assert ours.pop(term) == pytest.approx(score.terms[term], abs=1e-9), term
    assert set(ours.values()) == {0}


def test_days_of_several_weeks_count_as_one(tmp_path: Path) -> None:
    problem = onto.to_problem(read(tmp_path, make_week("S", 1) | {"days": 14}))
    assert len(set(problem.weeks)) == 1


def test_a_duty_comes_back_in_seconds_of_its_day(tmp_path: Path) -> None:
    made = read(tmp_path, make_week("S", 1))
    seat = Stop(
        kind="task", ref=Ref("task", 7, 1), place=3, end_place=3, arrival=DAY + 10, start=DAY + 20, end=DAY + 30
    )
    fill = Stop(kind="reload", ref=None, place=0, end_place=0, arrival=DAY + 40, start=DAY + 40, end=DAY + 340)
    lunch = Span(DAY + 12 * HOUR, DAY + 13 * HOUR)
    duty = Duty(person=4, day=1, departure=DAY + 5, arrival=DAY + 14 * HOUR, stops=(seat, fill), lunch=lunch)
    plan = onto.to_plan(made, Plan(duties=(duty,), unserved=(), cost=Cost(missed=0, left=0)))
    stops = (week_form.Stop(7, 1, 20), week_form.Stop(None, 0, 40))
    assert plan.duties == (week_form.Duty(4, 1, 5, 14 * HOUR, 12 * HOUR, stops),)


def test_a_load_for_a_whole_crew_is_refused(tmp_path: Path) -> None:
    data = make_week("S", 1)
    visit = next(task for task in data["tasks"] if len(task["crew"]) == 2)
    visit["load"] = 1
    with pytest.raises(NotMappedError, match=f"every person of a crew carries \\(task {visit['id']}\\)"):
        onto.to_problem(read(tmp_path, data))


def test_a_series_with_two_gaps_is_refused(tmp_path: Path) -> None:
    data = make_week("S", 1)
    visit = next(task for task in data["tasks"] if task["series"] is not None)
    visit["gap_days"] += 1
    with pytest.raises(NotMappedError, match=f"more than one gap \\(series {visit['series']}\\)"):
        onto.to_problem(read(tmp_path, data))
