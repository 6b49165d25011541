"""Matching seats with persons, and the sets of seats that have too few persons between them."""

from __future__ import annotations

from collections.abc import Sequence


class Matching:
    """A matching that grows seat by seat; what once was matched stays matched, though perhaps with somebody else."""

    def __init__(self, able: Sequence[Sequence[int]]) -> None:
        """`able`: for each seat the persons who can take it."""
        self.able = able
        self.seat_of: dict[int, int] = {}

    def add(self, seat: int) -> frozenset[int] | None:
        """Match one more seat; `None` when that is done, else the seats, this one among them, that have one person too
        few between them.
        """
        came_from: dict[int, int] = {}
        queue, seen = [seat], {seat}
        for one in queue:
            for person in self.able[one]:
                if person in came_from:
                    continue
                came_from[person] = one
                if person not in self.seat_of:
                    self._turn(person, came_from)
                    return None
                other = self.seat_of[person]
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return frozenset(seen)

    def _turn(self, person: int, came_from: dict[int, int]) -> None:
        """Take the free person, and pass persons back along the path that led there."""
        taken = {seat: who for who, seat in self.seat_of.items()}
        while True:
            seat = came_from[person]
            before = taken.get(seat)
            self.seat_of[person] = seat
            if before is None:
                return
            person = before
