"""Which problems the search with floating starts takes, and what makes it leave one to the week's search."""

from dataclasses import replace
from typing import Any

import pytest

from solver.flow.suits import suits, unmodelled
from solver.problem import DAY, HOUR, Precedence, Problem, Reload, Seat, Span, Window
from tests import builders as make


def crew() -> Problem:
    return make.problem(
        persons=[make.person("a"), make.person("b")],
        tasks=[make.task("one", seats=(Seat(), Seat())), make.task("two")],
    )


def test_one_day_with_a_crew_is_taken() -> None:
    assert suits(crew())


def test_bundles_or_a_term_of_all_couple_people_too() -> None:
    alone = replace(crew(), tasks=tuple(replace(task, seats=(Seat(),)) for task in crew().tasks))
    assert list(unmodelled(alone)) == ["nothing that couples people"]
    assert suits(replace(alone, bundles=((0, 1),)))
    assert suits(replace(alone, weights=replace(alone.weights, most_idle=10)))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"precedences": (Precedence(first=0, second=1),)}, "precedences"),
        ({"frozen_until": HOUR}, "frozen_until"),
        ({"days": 2, "weeks": (), "months": ()}, "days"),
    ],
)
def test_what_it_does_not_know_is_left_to_another(change: dict[str, Any], name: str) -> None:
    assert list(unmodelled(replace(crew(), **change))) == [name]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"load": 1}, "load or kits"),
        ({"preferred": frozenset({0})}, "somebody preferred in a crew"),
        ({"seats": (Seat(windows=(Window(earliest=0, latest=DAY),)), Seat())}, "seats"),
        ({"seats": (Seat(),) * 4}, "seats"),
    ],
)
def test_what_it_does_not_know_of_tasks(change: dict[str, Any], name: str) -> None:
    given = replace(crew(), reload=Reload(places=frozenset({0}), duration=60))
    assert list(unmodelled(replace(given, tasks=(replace(given.tasks[0], **change), given.tasks[1])))) == [name]


def test_what_it_does_not_know_of_persons() -> None:
    given = crew()
    first = given.persons[0]
    split = replace(first.availability[0], spans=(Span(8 * HOUR, 12 * HOUR), Span(13 * HOUR, 17 * HOUR)))
    for change, name in (({"availability": (split,)}, "spans"), ({"skill_ends": {"x": 5}}, "skill_ends")):
        assert list(unmodelled(replace(given, persons=(replace(first, **change), given.persons[1])))) == [name]
