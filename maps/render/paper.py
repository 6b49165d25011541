"""The sheet that a route is drawn on: from points on earth to units of the drawing, and its lines and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from maps.render.marks import mercator
from outreach.ports import Point, RouteSketch

Size = tuple[int, int]
SMALL: Size = (420, 320)
LARGE: Size = (695, 500)
"""For a route of so many marks that the small one would be all rings."""
MOST_IN_SMALL = 16
MARGIN = 42
RING = 16
"""Radius of a numbered ring."""
LETTERS = 16.4
"""Height of all texts: 12 points where 420 units are 110 millimetres, as on the duty sheet."""
EQUATOR_METRES = 6_378_137
LEAST_METRES = 500
"""The drawing shows at least so much: a single stop would otherwise fill it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """From points on earth to the drawing: its width and height, `scale` units a radian, and the middle."""

    width: int
    height: int
    scale: float
    east: float
    north: float

    def at(self, point: Point) -> tuple[float, float]:
        """Where a point lies in the drawing: right and down."""
        east, north = mercator(point)
        return self.width / 2 + (east - self.east) * self.scale, self.height / 2 - (north - self.north) * self.scale


def frame_of(sketch: RouteSketch) -> Frame:
    """The frame that holds all stops and legs of the route."""
    return frame_around([sketch], LARGE if len(sketch.stops) > MOST_IN_SMALL else SMALL)


def frame_around(sketches: Sequence[RouteSketch], size: Size) -> Frame:
    """The frame of this size that holds all stops and legs of these routes."""
    width, height = size
    points = [mercator(stop.point) for sketch in sketches for stop in sketch.stops]
    points += [mercator(point) for sketch in sketches for leg in sketch.legs for point in leg.line]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    least = LEAST_METRES / EQUATOR_METRES
    scale = min((width - 2 * MARGIN) / max(east - west, least), (height - 2 * MARGIN) / max(north - south, least))
    return Frame(width, height, scale, (west + east) / 2, (south + north) / 2)


def path(corners: Sequence[tuple[float, float]]) -> str:
    """A line through these corners, as SVG path data."""
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def label(
    x: float,
    y: float,
    text: str,
    *,
    bold: bool = False,
    halo: bool = False,
    anchor: str = "middle",
    size: float = LETTERS,
) -> str:
    """A text at a place of the drawing; `halo`: on a white edge that keeps it legible over lines."""
    look = ' font-weight="700"' if bold else ""
    look += ' stroke="#fff" stroke-width="4" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{look}>{text_of(text)}</text>'


def text_of(text: str) -> str:
    """The text as markup shows it, without signs that XML forbids or that would turn the writing direction."""
    return escape("".join(sign for sign in text if sign.isprintable()))
