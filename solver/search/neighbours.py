"""Which units lie near each other, and a round through all of them."""

from __future__ import annotations

import numpy as np

from solver.problem import Problem

NEAREST = 40


def nearest(problem: Problem, places: list[int]) -> list[list[int]]:
    """For each of these places (one a unit), the other units by nearness: numbers, at most `NEAREST`."""
    if not places:
        return []
    at = np.array(places)
    matrix = problem.travel[0]
    found = []
    for number, place in enumerate(places):
        way = matrix[place, at].astype(np.int64)
        way[number] = -1
        found.append([int(other) for other in np.argsort(way, kind="stable")[1 : NEAREST + 1]])
    return found


def chain(problem: Problem, places: list[int]) -> list[int]:
    """Rank of each unit on a walk that always goes on to the nearest unit not yet seen."""
    at = np.array(places, dtype=np.int64)
    rank = [0] * len(places)
    open_ = np.ones(len(places), dtype=bool)
    here = 0
    for step in range(len(places)):
        open_[here] = False
        rank[here] = step
        way = np.where(open_, problem.travel[0][at[here], at].astype(np.int64), np.iinfo(np.int64).max)
        here = int(np.argmin(way))
    return rank
