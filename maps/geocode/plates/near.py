"""Whether a point lies in or near a 里."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, inf, radians

from maps.geocode.plates.rows import Plates
from maps.geocode.rings import Ring, holds
from outreach.ports import Outline, Point

NEAR = 300.0
"""Metres: the outlines are simplified and a 里 changes now and then; farther away, a point is not in it."""

_LOOKED_AT = 1_000
DEGREE = 110_900.0
"""Metres of a degree of latitude in Taiwan."""


def metres_between(a: Point, b: Point) -> float:
    """The distance over a flat patch of earth, good for some kilometres."""
    return hypot((a.lat - b.lat) * DEGREE, (a.lon - b.lon) * DEGREE * cos(radians(a.lat)))


def metres_from(outline: Outline, point: Point) -> float:
    """How far a point lies outside an outline; 0 inside."""
    if any(holds(ring, point) for ring in outline.rings):
        return 0.0
    return min((_from_ring(ring, point) for ring in outline.rings), default=inf)


def misplaced(plates: Plates, outlines: Sequence[Outline], town: str) -> tuple[int, int]:
    """Of up to 1,000 plates of this town whose 里 has an outline: how many were looked at, and lie far from it."""
    by_name = {outline.village: outline for outline in outlines}
    known = {at: by_name[key[2]] for key, at in plates.villages.items() if key[1] == town and key[2] in by_name}
    places = [place for place, village in enumerate(plates.village) if village in known]
    chosen = set(places[:: max(len(places) // _LOOKED_AT, 1)])
    far = looked = offset = 0
    for lats, lons in zip(plates.lat, plates.lon, strict=True):
        for place in sorted(chosen & set(range(offset, offset + len(lats)))):
            point = Point(lat=float(lats[place - offset]), lon=float(lons[place - offset]))
            looked += 1
            far += metres_from(known[plates.village[place]], point) > NEAR
        offset += len(lats)
    return looked, far


def _from_ring(ring: Ring, point: Point) -> float:
    shrink = cos(radians(point.lat))
    corners = [((p.lon - point.lon) * DEGREE * shrink, (p.lat - point.lat) * DEGREE) for p in ring]
    return min((_from_side(a, b) for a, b in pairwise(corners)), default=inf)


def _from_side(a: tuple[float, float], b: tuple[float, float]) -> float:
    """From the origin to a stretch, metres."""
    across, along = b[0] - a[0], b[1] - a[1]
    square = across**2 + along**2
    share = 0.0 if square == 0 else min(max(-(a[0] * across + a[1] * along) / square, 0.0), 1.0)
    return hypot(a[0] + share * across, a[1] + share * along)
