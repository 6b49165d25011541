"""How a sketch's stops and legs become marks and lines: what both the page and the printed drawing need to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asinh, atan2, degrees, hypot, radians, tan

from outreach.ports import Point, RouteSketch, SketchLeg, SketchStop

ARROW_AT = 0.58
"""Where on a leg its arrowhead stands. Beyond the middle, so that those of a way and its way back stay apart."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrowhead: where, and its direction on the map in degrees clockwise from north."""

    point: Point
    angle: float


def key_of(sketch: RouteSketch, index: int) -> str:
    """The URL fragment that brings a stop into focus: `stop-3`, `start`, `end` or `unserved`."""
    stop = sketch.stops[index]
    if stop.kind == "base":
        return "start" if index == 0 else "end"
    return "unserved" if stop.kind == "unserved" else f"stop-{stop.number}"


def is_destination(sketch: RouteSketch, index: int) -> bool:
    """Whether this mark is where the stop before it leads to: the second mark of an escort."""
    before = sketch.stops[index - 1] if index else None
    return before is not None and _same_stop(before, sketch.stops[index])


def is_alongside(sketch: RouteSketch, leg: SketchLeg) -> bool:
    """Whether the leg lies inside a service: an escort's way with the client."""
    return _same_stop(sketch.stops[leg.origin], sketch.stops[leg.destination])


def _same_stop(one: SketchStop, other: SketchStop) -> bool:
    return one.number == other.number > 0 and one.kind == other.kind


def first_at_same_base(sketch: RouteSketch, index: int) -> int:
    """The first stop that this one shares its mark with: a base that is left and reached again is drawn once."""
    stop = sketch.stops[index]
    if stop.kind != "base":
        return index
    return next(i for i, other in enumerate(sketch.stops) if other.kind == "base" and other.point == stop.point)


def arrow_on(line: Sequence[Point]) -> Arrow | None:
    """The arrowhead of a leg, or `None` for one without length."""
    flat = [mercator(point) for point in line]
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(flat)]
    left = sum(lengths) * ARROW_AT
    for number, length in enumerate(lengths):
        if length > 0 and left <= length:
            share, here, there = left / length, line[number], line[number + 1]
            point = Point(lat=here.lat + (there.lat - here.lat) * share, lon=here.lon + (there.lon - here.lon) * share)
            east, north = flat[number + 1][0] - flat[number][0], flat[number + 1][1] - flat[number][1]
            return Arrow(point, round(degrees(atan2(east, north)), 1))
        left -= length
    return None


def as_drawn(line: Sequence[Point]) -> Sequence[Point]:
    """The leg's line, begun at the same end whichever way it is travelled.

    A way and its way back then lay their dashes on each other; otherwise they would fill each other's gaps, and an
    estimate would look like a street.
    """
    return line if (line[0].lat, line[0].lon) <= (line[-1].lat, line[-1].lon) else line[::-1]


def mercator(point: Point) -> tuple[float, float]:
    """East and north on the map's plane, in radians at the equator."""
    return radians(point.lon), asinh(tan(radians(point.lat)))
