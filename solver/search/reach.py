"""When a person can start a seat at the earliest and latest if it is all they do that day, whatever way they take."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from solver.problem import Matrix
from solver.search.board import Board
from solver.search.candidates import Slots

Seconds = npt.NDArray[np.int64]


class Reach:
    """Slots cut to what the way from and to the day's places leaves; ways through other places are allowed for."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._ways: dict[tuple[int, int, bool], Seconds] = {}

    def slots(self, seat: int, pd: int) -> Slots:
        """The seat's slots in that duty, those that cannot be reached left out."""
        board, day = self.board, self.board.workdays[pd]
        assert day is not None
        mode = board.problem.persons[day.person].mode
        there = int(self._way(mode, day.start_place, False)[board.place_in[seat]])
        back = int(self._way(mode, day.end_place, True)[board.place_out[seat]])
        first = day.spans[0].start + there
        last = day.spans[-1].end - back - board.duration[seat]
        cut = ((max(a, first), min(b, last), due) for a, b, due in board.slots(seat, pd))
        return tuple((a, b, due) for a, b, due in cut if a <= b)

    def _way(self, mode: int, place: int, back: bool) -> Seconds:
        key = (mode, place, back)
        if key not in self._ways:
            matrix = self.board.problem.travel[mode]
            self._ways[key] = shortest(matrix.T if back else matrix, place)
        return self._ways[key]


def shortest(matrix: Matrix, source: int) -> Seconds:
    """Seconds of the shortest way from `source` to each place, through any others; shape (places,)."""
    way: Seconds = matrix[source].astype(np.int64)
    way[source] = 0
    while True:
        shorter = np.minimum(way, (way[:, None] + matrix).min(axis=0))
        if np.array_equal(shorter, way):
            break
        way = shorter
    return way
