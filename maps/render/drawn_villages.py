"""The 里 on a printed map: their borders, each drawn once, and their names where there is room."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import hypot

from maps.render.paper import LETTERS, Frame, label, path
from maps.render.room_left import Box, Corner, Room
from maps.render.street_names import width_of
from outreach.ports import Outline, Point


def village_borders(outlines: Iterable[Outline], frame: Frame) -> Iterable[str]:
    """The borders as SVG."""
    borders = " ".join(path([frame.at(point) for point in line]) for line in _borders(outlines))
    yield f'<path d="{borders}" fill="none" stroke="#000" stroke-width=".8" stroke-dasharray="3 3"/>'


def village_names(outlines: Iterable[Outline], frame: Frame, room: Room) -> Iterable[str]:
    """The names as SVG, clear of marks, of the route and of each other; those that find no room are left out."""
    for outline in outlines:
        if spot := _name_spot(outline, frame, room):
            room.take(spot)
            yield label(spot.x, spot.y + 6, outline.village, halo=True)


def _borders(outlines: Iterable[Outline]) -> Iterable[list[Point]]:
    """The borders, each once: drawn from both sides, the dashes of one would fill the gaps of the other."""
    drawn: set[frozenset[Point]] = set()
    for ring in (ring for outline in outlines for ring in outline.rings):
        line: list[Point] = []
        for here, there in pairwise(ring):
            side = frozenset((here, there))
            if side in drawn:
                if line:
                    yield line
                line = []
            else:
                drawn.add(side)
                line = [*line, there] if line else [here, there]
        if line:
            yield line


def _name_spot(outline: Outline, frame: Frame, room: Room) -> Box | None:
    """Where the 里's name stands: near the middle of its visible part, inside it; `None` where no room is."""
    sides = [side for ring in outline.rings for side in pairwise([frame.at(point) for point in ring])]
    half = width_of(outline.village) / 2 + 2
    rows = {y: _crossings(sides, y) for y in range(16, frame.height - 14, 10)}

    def inside(x: float, y: int) -> bool:
        return sum(crossing > x for crossing in rows[y]) % 2 == 1

    columns = range(int(half) + 1, frame.width - int(half), 12)
    spots = [(x, y) for y, crossings in rows.items() if crossings for x in columns if inside(x, y)]
    if not spots:
        return None
    middle = sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)
    whole = [(x, y) for x, y in spots if inside(x - half, y) and inside(x + half, y)]
    whole.sort(key=lambda spot: hypot(spot[0] - middle[0], spot[1] - middle[1]))
    boxes = (Box(x, y, half, LETTERS / 2 + 1) for x, y in whole)
    return next((box for box in boxes if room.has_unlined(box)), None)


def _crossings(sides: Iterable[tuple[Corner, Corner]], y: float) -> list[float]:
    """Where the outline crosses this height: whoever has an odd number of crossings to the right is inside."""
    return [
        x + (y - top) * (to_x - x) / (bottom - top) for (x, top), (to_x, bottom) in sides if (top > y) != (bottom > y)
    ]
