"""What a map needs to know of the streets: the way of each leg, and the lines around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, radians

from outreach.ports import Point, Source, StreetLine, StreetMap, TravelTimes

LEAST = 500
"""Metres that every map shows at least."""
WIDE, HIGH = (1.3, 1.8), (1.0, 1.4)
"""How far a map reaches that holds a route: so many times the route's width, or its height, whichever is more. A sheet
is wider than high and has a margin, the printed ones of 42 in 320 units.
"""
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

    def of_legs(self) -> Ways:
        """The same without the lines around: for many routes that are drawn on one map."""
        return replace(self, streets=_NoLines())

    def around(self, points: Iterable[Point]) -> Sequence[StreetLine]:
        """The streets around these points."""
        found = list(points)
        if not found:
            return ()
        south, north = min(one.lat for one in found), max(one.lat for one in found)
        west, east = min(one.lon for one in found), max(one.lon for one in found)
        narrow = cos(radians(north))
        least = LEAST / METRES_A_DEGREE
        wide, high = max((east - west) * narrow, least), max(north - south, least)
        aside = max(WIDE[0] * wide, WIDE[1] * high) / narrow / 2
        up = max(HIGH[0] * wide, HIGH[1] * high) / 2
        lat, lon = (south + north) / 2, (west + east) / 2
        return self.streets.lines(Point(lat=lat - up, lon=lon - aside), Point(lat=lat + up, lon=lon + aside))


class _NoLines:
    """`StreetMap` of nothing."""

    def lines(self, south_west: Point, north_east: Point) -> Sequence[StreetLine]:
        """Nothing crosses it."""
        return ()


def leg_source(travel_source: str, guessed: bool) -> Source:
    """Where one leg's time is from. `travel_source`: of the roster; `guessed`: of the leg."""
    return "street" if travel_source == "street" and not guessed else "estimate"
