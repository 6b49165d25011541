"""A city of streets of Tainan's size, drawn from a seed: some 150,000 points of streets, a third of them junctions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from outreach.ports import Point
from tests.street_grid import Drawing

SOUTH, WEST = 22.89, 120.10
STEP = 0.00105
"""Degrees between two streets: some 110 metres."""
SIDE = 226
"""Streets each way in the large city."""


def draw_city(path: Path, side: int = SIDE, seed: int = 1) -> Path:
    """Write a city of `side` by `side` streets. Every junction is moved a little and every block's edge bends once; one
    edge of eight is missing, one street of four is of one direction, every twelfth is broad.
    """
    draw, city = Random(seed), Drawing()  # noqa: S311  (a drawing, no secret)

    def spot(row: float, column: float) -> int:
        shake = 0.2 * STEP
        lat = SOUTH + row * STEP + draw.uniform(-shake, shake)
        return city.node(round(lat, 7), round(WEST + column * STEP + draw.uniform(-shake, shake), 7))

    corners = [[spot(row, column) for column in range(side)] for row in range(side)]
    for number in range(side):
        kind = _kind(number)
        for line, bends in ((corners[number], (0, 0.5)), ([row[number] for row in corners], (0.5, 0))):
            piece = [line[0]]
            for step in range(1, side):
                if kind["highway"] == "residential" and draw.random() < 0.14:
                    city.way(piece, **kind) if len(piece) > 1 else None
                    piece = [line[step]]
                    continue
                along = step - 1
                at = (number, along) if bends[1] else (along, number)
                piece += [spot(at[0] + bends[0], at[1] + bends[1]), line[step]]
            city.way(piece, **kind) if len(piece) > 1 else None
    city.write(path)
    return path


def places_in(count: int, side: int = SIDE, seed: int = 2) -> Sequence[Point]:
    """Places all over the city."""
    draw, size = Random(seed), STEP * (side - 1)  # noqa: S311
    return [Point(lat=SOUTH + draw.uniform(0, size), lon=WEST + draw.uniform(0, size)) for _ in range(count)]


def _kind(number: int) -> dict[str, str]:
    if number % 12 == 0:
        return {"highway": "primary"}
    if number % 12 == 6:
        return {"highway": "tertiary"}
    return {"highway": "residential"} | ({"oneway": "yes" if number % 8 == 1 else "-1"} if number % 4 == 1 else {})
