"""Invented homes: an invented road, a real 里, and a point that lies well inside the 里's outline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from outreach.exports.ods import Cell
from outreach.ports import Outline, Point

# Rough shares of the people of the 里: the dense new town and the old settlement, then the harbour and the island.
_SHARES = {
    "文平里": 11, "國平里": 8, "育平里": 8, "華平里": 9, "怡平里": 12, "建平里": 12, "漁光里": 2,
    "金城里": 7, "平安里": 9, "王城里": 7, "天妃里": 5, "億載里": 6, "平通里": 8,
}  # fmt: skip
_METRES_A_DEGREE = 111_320.0
_MARGIN_METRES = 40.0
_ROADS = "一二三四五六七八九"
_TRIES = 2_000


@dataclass(frozen=True, slots=True)
class Home:
    """Where an invented household lives. Without `point` only the 里 is known."""

    address: str
    village: str
    point: Point | None

    def cells(self, prefix: str = "") -> dict[str, Cell]:
        """The four place columns of a sheet, with the prefix of their fields."""
        lat, lon = (self.point.lat, self.point.lon) if self.point else (None, None)
        values = {"address": self.address, "village": self.village, "lat": lat, "lon": lon}
        return {prefix + name: value for name, value in values.items()}


class Homes:
    """Draws homes that all differ in their address."""

    def __init__(self, rng: Random, outlines: Sequence[Outline]) -> None:
        self._rng = rng
        self._outlines = {outline.village: outline for outline in outlines}
        self._used: set[str] = set()

    @property
    def villages(self) -> tuple[str, ...]:
        """The 里 in which homes are drawn."""
        return tuple(self._outlines)

    def home(self, village: str | None = None, *, exact: bool = True) -> Home:
        """A home in this 里, or in any; with `exact` false, one whose point the office does not know."""
        villages = self.villages
        shares = [_SHARES.get(name, 5) for name in villages]
        where = village or self._rng.choices(villages, shares)[0]
        point = self._inside(self._outlines[where])
        return Home(self._address(), where, point if exact else None)

    def _address(self) -> str:
        while True:
            lane = f"{self._rng.randint(1, 60) * 2}巷" if self._rng.random() < 0.45 else ""
            text = f"示範{self._rng.choice(_ROADS)}路{lane}{self._rng.randint(1, 400 if not lane else 60)}號"
            if text not in self._used:
                self._used.add(text)
                return text

    def _inside(self, outline: Outline) -> Point:
        ring = max(outline.rings, key=len)
        south, north = min(p.lat for p in ring), max(p.lat for p in ring)
        west, east = min(p.lon for p in ring), max(p.lon for p in ring)
        for _ in range(_TRIES):
            lat = round(self._rng.uniform(south, north), 5)
            point = Point(lat=lat, lon=round(self._rng.uniform(west, east), 5))
            if holds(ring, point) and _metres_to_border(ring, point) >= _MARGIN_METRES:
                return point
        raise ValueError(f"no room for a home in {outline.village}")


def metres_between(a: Point, b: Point) -> float:
    """The straight line between two points of one town, metres."""
    return _metres_to_edge(a, b, b)


def holds(ring: Sequence[Point], point: Point) -> bool:
    """Whether the point lies inside the closed ring (even-odd rule)."""
    inside = False
    for a, b in pairwise(ring):
        if (a.lat > point.lat) != (b.lat > point.lat):
            inside ^= point.lon < a.lon + (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat)
    return inside


def _metres_to_border(ring: Sequence[Point], point: Point) -> float:
    return min(_metres_to_edge(point, a, b) for a, b in pairwise(ring))


def _metres_to_edge(point: Point, a: Point, b: Point) -> float:
    east = _METRES_A_DEGREE * math.cos(math.radians(point.lat))
    ax, ay = (a.lon - point.lon) * east, (a.lat - point.lat) * _METRES_A_DEGREE
    dx, dy = (b.lon - a.lon) * east, (b.lat - a.lat) * _METRES_A_DEGREE
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
    return math.hypot(ax + along * dx, ay + along * dy)
