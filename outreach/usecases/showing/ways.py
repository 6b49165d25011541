"""What a map needs to know of the streets: the way of each leg, and the lines around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from outreach.ports import Point, Source, StreetLine, StreetMap, TravelTimes

AROUND = 400
"""Metres around a route whose streets are drawn too."""
METRES_A_DEGREE = 111_195


@dataclass(frozen=True, slots=True)
class Ways:
    """Who knows the ways, and the lines of the streets."""

    travel: TravelTimes
    streets: StreetMap

    def drawn(self, start: Point, end: Point, mode: str) -> tuple[tuple[Point, ...], Source]:
        """The line of a leg whose time is from streets, and where the line is from: the streets may have changed
        since, and then it is straight and an estimate.
        """
        way = self.travel.way(start, end, mode)
        return way.line, way.source

    def around(self, points: Iterable[Point]) -> Sequence[StreetLine]:
        """The streets around these points."""
        found = list(points)
        if not found:
            return ()
        south, north = min(one.lat for one in found), max(one.lat for one in found)
        west, east = min(one.lon for one in found), max(one.lon for one in found)
        up = AROUND / METRES_A_DEGREE
        aside = up / cos(radians(north))
        return self.streets.lines(Point(lat=south - up, lon=west - aside), Point(lat=north + up, lon=east + aside))


def leg_source(travel_source: str, guessed: bool) -> Source:
    """Where one leg's time is from. `travel_source`: of the roster; `guessed`: of the leg."""
    return "street" if travel_source == "street" and not guessed else "estimate"
