"""The ground of made-up weeks: one district as wide as Anping's, or several side by side; doors stand in clusters."""

from __future__ import annotations

import math
from random import Random

Place = tuple[float, float]

#: Where the office, the evening counter, three schools and four sites stand; metres east and north.
HUBS: tuple[Place, ...] = (
    (2613.0584, 832.125),
    (2459.3491, 1497.825),
    (3074.1863, 443.8),
    (2049.4576, 1775.2),
    (3996.4422, 1109.5),
    (2305.6397, 1719.725),
    (2049.4576, 277.375),
    (4611.2795, 1220.45),
    (3586.5507, 2108.05),
)
WEST, EAST, SOUTH, NORTH = 110.0, 5123.6439, 0.0, 2773.75
CLUSTERS = 15
SPREAD = 210.0


class Ground:
    """All places of a week, numbered in the order in which they are added.

    `breadth`: how many districts it spans (at least 1); the area grows with it, so that neighbours stay as near.
    """

    def __init__(self, rng: Random, breadth: float) -> None:
        stretch = math.sqrt(breadth)
        self._east, self._north = WEST + (EAST - WEST) * stretch, SOUTH + (NORTH - SOUTH) * stretch
        count = round(CLUSTERS * breadth)
        self._centres = [self._anywhere(rng) for _ in range(count)]
        self._shares = [rng.expovariate(1.0) + 0.2 for _ in range(count)]
        self.places: list[Place] = []

    def _anywhere(self, rng: Random) -> Place:
        east = rng.uniform(WEST + SPREAD, self._east - SPREAD)
        return east, rng.uniform(SOUTH + SPREAD, self._north - SPREAD)

    def add_hubs(self, rng: Random, block: int) -> int:
        """Add a counter with the eight places it staffs, and return the first one's number."""
        first = len(self.places)
        self.places += HUBS if block == 0 else [self._round(*self._anywhere(rng)) for _ in HUBS]
        return first

    def add_home(self, rng: Random) -> int:
        """Add a door somewhere in a cluster, and return its number."""
        (east, north), *_ = rng.choices(self._centres, self._shares)
        self.places.append(self._round(rng.gauss(east, SPREAD), rng.gauss(north, SPREAD)))
        return len(self.places) - 1

    def _round(self, east: float, north: float) -> Place:
        return round(min(max(east, WEST), self._east), 4), round(min(max(north, SOUTH), self._north), 4)
