"""The shortest ways from and to the places where days begin and end, whatever places lie between."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solver.problem import Matrix, Problem

Seconds = npt.NDArray[np.int64]


EFFORT = 400_000_000
"""Distances that may be read in all; a large problem gets no more ways from and to its many places than these pay."""


class Reach:
    """Seconds that anybody needs at least from a place, or to it, by mode; 0 everywhere once the effort is spent."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self._left = problem, EFFORT
        self._ways: dict[tuple[int, int, bool], Seconds] = {}

    def to(self, mode: int, place: int) -> Seconds:
        """From each place to this one; shape (places,)."""
        return self._way(mode, place, True)

    def away(self, mode: int, place: int) -> Seconds:
        """From this place to each place; shape (places,)."""
        return self._way(mode, place, False)

    def _way(self, mode: int, place: int, to: bool) -> Seconds:
        key = (mode, place, to)
        if key not in self._ways:
            matrix = self.problem.travel[mode]
            self._left -= 2 * matrix.size
            none = np.zeros(len(matrix), np.int64)
            self._ways[key] = shortest(matrix.T if to else matrix, place) if self._left >= 0 else none
        return self._ways[key]


def shortest(matrix: Matrix, source: int) -> Seconds:
    """Seconds of the shortest way from `source` to each place, through any others; shape (places,)."""
    way: Seconds = matrix[source].astype(np.int64)
    way[source] = 0
    # Only what became shorter can shorten others.
    fresh = np.arange(len(way))
    while len(fresh):
        shorter = np.minimum(way, _through(way, matrix, fresh))
        fresh = np.flatnonzero(shorter < way)
        way = shorter
    return way


BLOCK = 64


def _through(way: Seconds, matrix: Matrix, places: npt.NDArray[np.intp]) -> Seconds:
    """Seconds to each place when one of these comes last before it; in blocks, to save memory."""
    best = way
    for first in range(0, len(places), BLOCK):
        some = places[first : first + BLOCK]
        best = np.minimum(best, (way[some, None] + matrix[some]).min(axis=0))
    return best
