"""A round through all units, from each to the nearest one."""

from __future__ import annotations

import numpy as np

from solver.problem import Problem


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
