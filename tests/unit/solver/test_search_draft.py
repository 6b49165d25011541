"""A draft's running cost is its cost, whatever was placed and taken out before."""

from __future__ import annotations

from random import Random

import pytest

from solver.search.answer import duties_of
from solver.search.board import Board
from solver.search.construction import serve
from solver.search.draft import Draft
from solver.solve import Budget, solve
from solver.telling import cost_of_duties
from tests.builders import decided, random_problem


@pytest.mark.parametrize("seed", range(30))
def test_running_cost_is_the_cost(seed: int) -> None:
    given = random_problem(Random(seed))
    given = decided(Random(seed), given, solve(given, Budget(iterations=10)))
    rng = Random(seed)
    draft = Draft(Board(given))
    for _ in range(5):
        for unit in draft.board.units:
            if draft.day[unit.number] < 0:
                serve(draft, unit, rng)
        assert cost_of_duties(given, duties_of(draft)).key == (draft.missed, draft.left, draft.total)
        for unit in rng.sample(draft.board.units, len(draft.board.units) // 2):
            if draft.day[unit.number] >= 0:
                draft.remove(unit)
        assert cost_of_duties(given, duties_of(draft)).key == (draft.missed, draft.left, draft.total)


def test_a_state_is_a_copy() -> None:
    given = random_problem(Random(3))
    draft = Draft(Board(given))
    empty = draft.state()
    for unit in draft.board.units:
        serve(draft, unit, Random(0))
    full = draft.state()
    draft.restore(empty)
    assert draft.state() == empty
    draft.restore(full)
    assert draft.state() == full
    assert full != empty
