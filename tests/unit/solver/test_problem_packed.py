"""A problem can be sent to another process and comes back the same."""

from __future__ import annotations

import pickle
from random import Random

import numpy as np
import pytest

from solver.problem import NOTHING, Problem
from solver.solve import Budget, solve
from tests.builders import decided, random_problem


@pytest.mark.parametrize("seed", range(20))
def test_a_problem_is_the_same_after_packing(seed: int) -> None:
    given = random_problem(Random(seed))
    given = decided(Random(seed), given, solve(given, Budget(iterations=10)))
    again: Problem = pickle.loads(pickle.dumps(given))
    assert again.persons == given.persons
    assert again.tasks == given.tasks
    assert (again.shifts, again.pins, again.baseline) == (given.shifts, given.pins, given.baseline)
    assert all(np.array_equal(one, other) for one, other in zip(again.travel, given.travel, strict=True))


def test_what_is_unpacked_may_not_be_written_to() -> None:
    again: Problem = pickle.loads(pickle.dumps(random_problem(Random(1))))
    with pytest.raises(ValueError, match="read-only"):
        again.travel[0][0, 0] = 1


def test_nothing_is_one_thing_in_every_process() -> None:
    assert pickle.loads(pickle.dumps(NOTHING)) is NOTHING
    assert dict(NOTHING) == {}
    assert NOTHING.get("anything", 5) == 5
