"""The lines of streets, cut by the squares of a web map, as JSON for `static/ground.js` to draw."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from math import atan, degrees, pi, sinh

from maps.render.marks import mercator
from outreach.ports import Point, StreetLine, StreetMap

LEVELS = (12, 14)
"""The zooms at which squares are cut: 12 from afar, 14 from near; the browser enlarges them."""
SIDE = 4096
"""Units along the side of a square."""
MOST_POINTS = 30_000
"""Of one square: what is over is left out, the smallest ways first."""
FROM_AFAR = ("main", "water")
_WEIGHT = {"main": 0, "water": 1, "street": 2, "lane": 3, "path": 4}
_DRAWN = {"water": 0, "path": 1, "lane": 2, "street": 3, "main": 4}


def street_tile(streets: StreetMap, z: int, x: int, y: int) -> bytes:
    """The lines in a square: `{"lines": [[rank, name, [x, y, dx, dy, …]], …]}`, water first and then the
    smaller ranks.

    Raises `ValueError` for a zoom that is none of `LEVELS` and a square that is not on earth.
    """
    if z not in LEVELS or not (0 <= x < 1 << z and 0 <= y < 1 << z):
        raise ValueError("no such square")
    found = streets.lines(_corner(z, x, y + 1), _corner(z, x + 1, y))
    if z == LEVELS[0]:
        found = [line for line in found if line.rank in FROM_AFAR]
    lines = [[line.rank, line.name, _units(line.line, z, x, y)] for line in _within_bounds(found)]
    return json.dumps({"lines": lines}, ensure_ascii=False, separators=(",", ":")).encode()


def _within_bounds(found: Iterable[StreetLine]) -> list[StreetLine]:
    kept, points = [], 0
    for line in sorted(found, key=lambda line: _WEIGHT[line.rank]):
        points += len(line.line)
        if points > MOST_POINTS:
            break
        kept.append(line)
    return sorted(kept, key=lambda line: _DRAWN[line.rank])


def _units(line: Sequence[Point], z: int, x: int, y: int) -> list[int]:
    """Right and down from the square's corner, the first point whole, the others as steps."""
    units: list[int] = []
    last = (0, 0)
    for point in line:
        east, north = mercator(point)
        here = (
            round(((east / pi + 1) / 2 * (1 << z) - x) * SIDE),
            round(((1 - north / pi) / 2 * (1 << z) - y) * SIDE),
        )
        if not units or here != last:
            units += (here[0] - last[0], here[1] - last[1])
            last = here
    return units


def _corner(z: int, x: int, y: int) -> Point:
    """The north-western corner of a square."""
    return Point(lat=degrees(atan(sinh(pi * (1 - 2 * y / (1 << z))))), lon=x / (1 << z) * 360 - 180)
