"""Plane geometry of closed rings on a small patch of earth: inside or outside, area, a point that lies inside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from outreach.ports import Point

Ring = Sequence[Point]


def holds(ring: Ring, point: Point) -> bool:
    """Whether the ring goes round the point (ray casting; the border belongs to one side only)."""
    inside = False
    for here, there in pairwise(ring):
        if (here.lat > point.lat) != (there.lat > point.lat) and point.lon < _crossing(here, there, point.lat):
            inside = not inside
    return inside


def interior_point(ring: Ring) -> Point:
    """A point well inside the ring: the centroid, or where that lies outside, the middle of the widest chord."""
    centre = centroid(ring)
    if holds(ring, centre):
        return centre
    south, north = min(p.lat for p in ring), max(p.lat for p in ring)
    chords = [chord for step in range(1, 16) for chord in _chords(ring, south + (north - south) * step / 16)]
    _, lat, lon = max(chords)
    return Point(lat=lat, lon=lon)


def area(ring: Ring) -> float:
    """The enclosed area in square degrees, negative for a clockwise ring."""
    return sum(a.lon * b.lat - b.lon * a.lat for a, b in pairwise(ring)) / 2


def centroid(ring: Ring) -> Point:
    """The centre of gravity of the enclosed area, which may lie outside it."""
    # Measured from the first corner: the products of plain degrees would eat the digits of so small an area.
    origin = ring[0]
    local = [(p.lat - origin.lat, p.lon - origin.lon) for p in ring]
    lat = lon = twice = 0.0
    for (a_lat, a_lon), (b_lat, b_lon) in pairwise(local):
        cross = a_lon * b_lat - b_lon * a_lat
        lat, lon, twice = lat + (a_lat + b_lat) * cross, lon + (a_lon + b_lon) * cross, twice + cross
    return Point(lat=origin.lat + lat / (3 * twice), lon=origin.lon + lon / (3 * twice))


def _crossing(here: Point, there: Point, lat: float) -> float:
    return here.lon + (lat - here.lat) / (there.lat - here.lat) * (there.lon - here.lon)


def _chords(ring: Ring, lat: float) -> list[tuple[float, float, float]]:
    """The stretches of a parallel inside the ring: width, latitude and middle longitude, degrees."""
    sides = pairwise(ring)
    cuts = sorted(_crossing(here, there, lat) for here, there in sides if (here.lat > lat) != (there.lat > lat))
    return [(east - west, lat, (west + east) / 2) for west, east in zip(cuts[::2], cuts[1::2], strict=True)]
