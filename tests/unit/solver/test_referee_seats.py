"""The referee on one person at one seat: just allowed, and refused by one rule alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver.problem import Bar, Person, Task
from tests.builders import at, mix, person, problem, seat, shift, shift_ref, shift_seat, task, task_ref
from tests.unit.solver.plans import broken, duty, found, stop

ANN = person("Ann", skills=["care"], gender="f")
BEN = person("Ben", role="staff", gender="m")


def visit_by_ann(**asked: Any) -> list[tuple[str, int]]:
    """What is broken when Ann serves a task, there at 9:00, that asks for this; Ben has nothing to do."""
    return broken_by(ANN, task("T", **asked))


def broken_by(who: Person, asked: Task) -> list[tuple[str, int]]:
    given = problem((who, BEN), (asked,))
    return broken(given, duty(0, 8.5, 10, stop(given, task_ref(0), 9)))


def desk_by_ann(who: Person = ANN, **asked: Any) -> list[tuple[str, int]]:
    given = problem((who, BEN), (), (shift("S", **asked),), turns=("noon", "evening"))
    return broken(given, duty(0, 9, 12, stop(given, shift_ref(0), 9)))


@pytest.mark.parametrize("roles", [(), ("volunteer",), ("staff", "volunteer")])
def test_role_that_fits(roles: tuple[str, ...]) -> None:
    assert visit_by_ann(seats=(seat(roles=roles),)) == []
    assert desk_by_ann(seats=(shift_seat(roles=roles),)) == []


def test_role_that_does_not_fit() -> None:
    assert visit_by_ann(seats=(seat(roles=["staff"]),)) == [("role_fits", 1)]
    assert desk_by_ann(seats=(shift_seat(roles=["staff"]),)) == [("role_fits", 1)]


def test_every_skill_is_needed() -> None:
    assert visit_by_ann(seats=(seat(skills=["care"]),)) == []
    assert visit_by_ann(seats=(seat(skills=["care", "first aid"]),)) == [("skills_suffice", 1)]
    assert desk_by_ann(seats=(shift_seat(skills=["care"]),)) == []
    assert desk_by_ann(seats=(shift_seat(skills=["first aid"]),)) == [("skills_suffice", 1)]


def test_a_skill_is_held_until_service_ends() -> None:
    asked = task("T", seats=(seat(skills=["care"]),), duration=30)
    assert broken_by(replace(ANN, skill_ends={"care": at(9.5)}), asked) == []
    assert broken_by(replace(ANN, skill_ends={"care": at(9.5) - 1}), asked) == [("skills_suffice", 1)]


def test_refused_required_and_preferred() -> None:
    assert visit_by_ann(refused=[1]) == []
    assert visit_by_ann(refused=[0]) == [("not_refused", 1)]
    assert visit_by_ann(required=[0, 1]) == []
    assert visit_by_ann(required=[1]) == [("not_refused", 1)]
    assert visit_by_ann(preferred=[1]) == []
    assert desk_by_ann(refused=[1]) == []
    assert desk_by_ann(refused=[0]) == [("not_refused", 1)]


def test_barred() -> None:
    given = problem((ANN, BEN), (task("T"),), (shift("S"),))
    day = duty(0, 8.5, 10, stop(given, task_ref(0), 9))
    others = (Bar(kind="task", item=0, person=1), Bar(kind="shift", item=0, person=0))
    assert broken(replace(given, bars=others), day) == []
    assert broken(replace(given, bars=(Bar(kind="task", item=0, person=0),)), day) == [("not_refused", 1)]


def test_gender_that_is_required() -> None:
    assert visit_by_ann(gender="f", gender_required=True) == []
    assert visit_by_ann(gender="m") == []
    assert visit_by_ann(gender="m", gender_required=True) == [("gender_fits", 1)]


def test_exempt_from_turns_of_one_kind() -> None:
    exempt = replace(ANN, exempt=frozenset(("noon",)))
    assert desk_by_ann(exempt, turn="evening") == []
    assert desk_by_ann(exempt, turn=None) == []
    assert desk_by_ann(exempt, turn="noon") == [("exempt_from_turn", 1)]


def test_a_violation_names_seat_and_person() -> None:
    given = problem((BEN, ANN), (task("T", refused=[1]),))
    (violation,) = found(given, duty(1, 8.5, 10, stop(given, task_ref(0), 9)))
    assert violation.where == "task T seat 0 person Ann"
    assert (violation.refs, violation.persons) == ((task_ref(0),), (1,))


@pytest.mark.parametrize(("at_least", "expected"), [(1, []), (2, [("role_mix_holds", 1)])])
def test_role_mix_of_a_staffed_shift(at_least: int, expected: list[tuple[str, int]]) -> None:
    desk = shift("S", seats=(shift_seat(), shift_seat()), mix=(mix(at_least, "staff", "substitute"),))
    given = problem((ANN, BEN), (), (desk,))
    both = [duty(who, 9, 12, stop(given, shift_ref(0, who), 9)) for who in (0, 1)]
    assert broken(given, *both) == expected
    assert broken(given) == []
