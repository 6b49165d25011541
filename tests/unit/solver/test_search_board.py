"""The board says what the rules say, worked out once."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from solver.bounds.reach import shortest
from solver.rules import SEAT_RULES, windows_hold
from solver.search.board import Board
from solver.solve import Budget, solve
from tests.builders import decided, person, problem, random_problem, task, window


@pytest.mark.parametrize("seed", range(40))
def test_candidates_are_those_whom_every_rule_on_seats_allows(seed: int) -> None:
    given = random_problem(Random(seed))
    given = decided(Random(seed), given, solve(given, Budget(iterations=20)))
    board = Board(given)
    for seat, ref in enumerate(board.refs):
        allowed = {
            who * given.days + day
            for who in range(len(given.persons))
            for day in range(given.days)
            if all(rule(given, who, ref, day) for rule in SEAT_RULES.values())
        }
        assert set(board.candidates[seat]) <= allowed
        for pd in allowed - set(board.candidates[seat]):
            assert not any(
                any(slot.earliest <= start <= slot.latest for slot in windows_hold.slots_on(given, ref, day.day))
                and start >= given.frozen_until
                and start + board.duration[seat] <= span.end
                for day in [board.workdays[pd]]
                if day is not None
                for span in day.spans
                for start in range(span.start, span.end, 300)
            )


def test_tasks_that_are_alike_share_their_candidates() -> None:
    board = Board(problem([person("A"), person("B")], [task("T", 1), task("T2", 2), task("T3", 2, window(9, 9))]))
    assert board.candidates[0] is board.candidates[1]
    assert board.candidates[2] is not board.candidates[1]


def test_the_shortest_way_goes_through_other_places() -> None:
    matrix = np.array([[0, 9, 1], [9, 0, 5], [7, 2, 0]], dtype=np.int32)
    assert shortest(matrix, 0).tolist() == [0, 3, 1]
    assert shortest(matrix.T, 0).tolist() == [0, 9, 7]
