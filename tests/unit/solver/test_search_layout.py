"""What a search found is found again when its plan is laid out from the order of its seats alone."""

from __future__ import annotations

import pytest

from solver.changes import assignments
from solver.problem import Problem, Reload
from solver.search.board import Board
from solver.search.draft import Draft
from solver.search.timing import Timing, code
from solver.solve import Budget, solve
from solver.trial import Trial
from tests.builders import at, hours, minutes, person, problem, shift, task, window


def timed(given: Problem, *seats: int, pd: int = 0) -> Timing | None:
    return Draft(Board(given)).timing(pd, tuple(code(seat) for seat in seats))


def test_a_duty_begins_after_the_rest_since_the_last_one() -> None:
    given = problem([person("A", min_rest=hours(16), last_end=-hours(2))], [task("T", 1, window(8, 17))])
    duty = timed(given, 0)
    assert duty is not None
    assert duty.departure == at(14)


def test_a_duty_ends_before_the_rest_that_the_next_one_needs() -> None:
    who = person("A", day_spans={0: (8, 20), 1: (8, 20)}, min_rest=hours(16))
    given = problem([who], [task("T", 0, window(8, 20), duration=60)], [shift("S", 9, 10, day=1)], days=2)
    draft = Draft(Board(given))
    desk = draft.timing(1, (code(1),))
    assert desk is not None
    draft.commit(1, desk)
    assert draft.awake(0).end == at(17)
    late = problem([who], [task("T", 0, window(16.5, 20), duration=60)], [shift("S", 9, 10, day=1)], days=2)
    draft = Draft(Board(late))
    draft.commit(1, desk)
    assert draft.timing(0, (code(0),)) is None


def test_the_load_is_filled_up_where_there_is_time() -> None:
    """Before the last door there is none, though the place lies on the way there; an hour before there is."""
    doors = [task(name, place, window(hour, hour), load=1) for name, place, hour in (("T", 1, 9), ("T2", 1, 11))]
    doors.append(task("T3", 3, window(11 + 5 / 6, 11 + 5 / 6), load=1))
    reload = Reload(places=frozenset((2,)), duration=minutes(15))
    who = person("A", start_place=2, end_place=2, capacity=2)
    duty = timed(problem([who], doors, points=(0, 0, 10, 20), reload=reload), 0, 1, 2)
    assert duty is not None
    assert duty.nodes == [0, -3, 1, 2]


@pytest.mark.parametrize("spans", [[(1, 3), (8, 18)], [(1, 2), (2, 3), (8, 18)]])
def test_who_has_time_at_night_does_not_leave_then(spans: list[tuple[float, float]]) -> None:
    """The load could be filled up long before; the day is short only when that is done in the morning."""
    who = person("A", day_spans={0: spans}, capacity=1, max_day=hours(4))
    reload = Reload(places=frozenset((2,)), duration=minutes(10))
    given = problem([who], [task("T", 1, window(13, 13), load=1)], reload=reload)
    duty = timed(given, 0)
    assert duty is not None
    assert duty.departure > at(8)


def test_a_plan_keeps_every_seat() -> None:
    people = [person(name, min_rest=hours(12), day_spans={0: (8, 20), 1: (8, 20)}) for name in "AB"]
    work = [task(f"T{number}", number % 4, window(8, 20, number % 2), duration=60) for number in range(8)]
    given = problem(people, work, [shift("S", 17, 20), shift("S2", 8, 9, day=1)], days=2)
    plan = solve(given, Budget(iterations=200))
    assert Trial(given, plan).kept() == {seat.ref for seat in assignments(plan)}
