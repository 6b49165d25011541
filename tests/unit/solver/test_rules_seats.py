"""Rules on one person, seat and day: each just allowed, just refused, and refused by it alone."""

from __future__ import annotations

from typing import Any

import pytest

from solver.problem import Bar, Problem, Reload, Task
from tests.builders import at, minutes, person, problem, seat, shift, shift_ref, task, task_ref, window
from tests.unit.solver.rulecases import Pair, hold, names


def one_task(who: dict[str, Any], work: Task, **other: Any) -> Problem:
    return problem([person("A", **who)], [work], **other)


def visit(**other: Any) -> Task:
    return task("T", 0, window(8, 8.5), **other)


SKILLED = visit(seats=(seat(skills=["care"]),))
WITH_RELOAD: dict[str, Any] = {"reload": Reload(places=frozenset((0,)), duration=minutes(5))}
NOON: dict[str, Any] = {"turns": ["noon", "evening"], "shifts": [shift("S", turn="noon")]}

PAIRS = [
    Pair(
        "role_fits",
        one_task({"role": "staff"}, visit(seats=(seat(roles=["staff"]),))),
        one_task({"role": "volunteer"}, visit(seats=(seat(roles=["staff"]),))),
        task_ref(0),
    ),
    Pair("skills_suffice", one_task({"skills": ["care", "taigi"]}, SKILLED), one_task({}, SKILLED), task_ref(0)),
    Pair(
        "skills_suffice",
        one_task({"skills": ["care"], "skill_ends": {"care": at(8.5)}}, SKILLED),
        one_task({"skills": ["care"], "skill_ends": {"care": at(8.5) - 1}}, SKILLED),
        task_ref(0),
    ),
    Pair("not_refused", one_task({}, visit(refused=[])), one_task({}, visit(refused=[0])), task_ref(0)),
    Pair(
        "not_refused",
        problem([person("A"), person("B", role="staff")], [visit(seats=(seat(roles=["staff"]),), required=[1])]),
        problem([person("A"), person("B", role="staff")], [visit(seats=(seat(roles=["staff"]),), required=[0])]),
        task_ref(0),
    ),
    Pair(
        "not_refused",
        problem([person("A")], shifts=[shift("S"), shift("S2", 13, 15)], bars=[Bar(kind="shift", item=1, person=0)]),
        problem([person("A")], shifts=[shift("S"), shift("S2", 13, 15)], bars=[Bar(kind="shift", item=0, person=0)]),
        shift_ref(0),
    ),
    Pair(
        "gender_fits",
        one_task({"gender": "m"}, visit(gender="f")),
        one_task({"gender": "m"}, visit(gender="f", gender_required=True)),
        task_ref(0),
    ),
    Pair(
        "exempt_from_turn",
        problem([person("A", exempt=["evening"])], **NOON),
        problem([person("A", exempt=["noon"])], **NOON),
        shift_ref(0),
    ),
    Pair(
        "available_that_day",
        problem([person("A", day_spans={0: (9, 12)})], shifts=[shift("S")]),
        problem([person("A", day_spans={0: (9, 11.99)})], shifts=[shift("S")]),
        shift_ref(0),
    ),
    Pair(
        "available_that_day",
        problem([person("A", day_spans={0: [(8, 10), (10.5, 12)]})], [task("T", 0, window(10, 10.5), duration=90)]),
        problem([person("A", day_spans={0: [(8, 11), (11.5, 12)]})], [task("T", 0, window(10, 10.5), duration=90)]),
        task_ref(0),
    ),
    Pair(
        "load_carried",
        one_task({"capacity": 3}, visit(load=3), **WITH_RELOAD),
        one_task({"capacity": 2}, visit(load=3), **WITH_RELOAD),
        task_ref(0),
    ),
    Pair(
        "past_frozen",
        problem([person("A")], [task("T", 0, window(8, 9))], frozen_until=at(9)),
        problem([person("A")], [task("T", 0, window(8, 9))], frozen_until=at(9) + 1),
        task_ref(0),
    ),
]


@pytest.mark.parametrize("pair", PAIRS, ids=names(PAIRS))
def test_just_allowed_just_refused_and_by_this_rule_alone(pair: Pair) -> None:
    hold(pair)
