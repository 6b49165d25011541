"""Faults of the horizon and of the travel matrices, and what other concerns need to know of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from solver.problem import Fault, Problem


def place_count(problem: Problem) -> int:
    """Number of places that every travel matrix knows."""
    return min((matrix.shape[0] for matrix in problem.travel if matrix.ndim == 2), default=0)


def outside(index: int, count: int) -> bool:
    """Whether an index names none of `count` things."""
    return not 0 <= index < count


def repeated(ids: Iterable[str]) -> Iterator[str]:
    """Ids that occur more than once."""
    return (name for name, times in Counter(ids).items() if times > 1)


def faults_of_horizon(problem: Problem) -> Iterator[Fault]:
    """Days, their labels, and where the past ends."""
    if problem.days <= 0:
        yield Fault("days", "problem", f"{problem.days} days are planned")
    for name, labels in (("weeks", problem.weeks), ("months", problem.months)):
        if len(labels) != max(0, problem.days):
            yield Fault("labels", name, f"{len(labels)} labels for {problem.days} days")
    if problem.weekends and (len(problem.weekends) != problem.days or min(problem.weekends) < -1):
        yield Fault("labels", "weekends", f"{problem.weekends} for {problem.days} days")
    if outside(problem.frozen_until, max(0, problem.horizon) + 1):
        yield Fault("frozen_until", "problem", f"{problem.frozen_until} lies outside the horizon")
    for kind in repeated(problem.turns):
        yield Fault("id_twice", f"turn {kind}", "named more than once")


def faults_of_travel(problem: Problem) -> Iterator[Fault]:
    """One square int32 matrix per mode, all of one size, no negative seconds."""
    if len(problem.modes) != len(problem.travel):
        yield Fault("modes", "travel", f"{len(problem.travel)} matrices for {len(problem.modes)} modes")
    places = place_count(problem)
    for mode, matrix in enumerate(problem.travel):
        where = f"mode {problem.modes[mode] if mode < len(problem.modes) else mode}"
        if matrix.shape != (places, places):
            yield Fault("matrix_shape", where, f"shape {matrix.shape} for {places} places")
        if matrix.dtype != np.int32:
            yield Fault("matrix_dtype", where, f"{matrix.dtype} instead of int32")
        elif matrix.size and matrix.min() < 0:
            yield Fault("matrix_negative", where, "negative travel seconds")
