"""The 里 on a printed map: their borders, each drawn once, and their names where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

from maps.geocode.rings import holds
from maps.render.paper import LETTERS, RING, Frame, label, path
from outreach.ports import Outline, Point

Box = tuple[float, float, float]
"""What a name may not cover: middle and half the width."""


def drawn_villages(outlines: Iterable[Outline], frame: Frame, taken: Sequence[Box]) -> Iterable[str]:
    """Borders and names as SVG. No name covers a box of `taken`, nor another name."""
    outlines = tuple(outlines)
    borders = " ".join(path([frame.at(point) for point in line]) for line in _borders(outlines))
    yield f'<path d="{borders}" fill="none" stroke="#000" stroke-width=".8" stroke-dasharray="3 3"/>'
    covered = list(taken)
    for outline in outlines:
        if spot := _name_spot(outline, frame, covered):
            covered.append((*spot, LETTERS / 2 * len(outline.village)))
            yield label(spot[0], spot[1] + 6, outline.village, halo=True)


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


def _name_spot(outline: Outline, frame: Frame, taken: Sequence[Box]) -> tuple[float, float] | None:
    """Where the 里's name stands: near the middle of its visible part, clear of all marks; `None` where no room is."""
    rings = [[Point(lat=-y, lon=x) for x, y in map(frame.at, ring)] for ring in outline.rings]

    def inside(x: float, y: float) -> bool:
        return any(holds(ring, Point(lat=-y, lon=x)) for ring in rings)

    half = int(LETTERS / 2 * len(outline.village)) + 2
    spots = [
        (x, y) for x in range(half, frame.width - half, 12) for y in range(16, frame.height - 14, 10) if inside(x, y)
    ]
    if not spots:
        return None
    middle = sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)
    clear = [spot for spot in spots if all(_apart(spot, half, box) for box in taken)]
    whole = [(x, y) for x, y in clear if inside(x - half, y) and inside(x + half, y)]
    return min(whole or clear, key=lambda spot: hypot(spot[0] - middle[0], spot[1] - middle[1]), default=None)


def _apart(spot: tuple[float, float], half: float, box: Box) -> bool:
    return abs(spot[0] - box[0]) >= half + box[2] or abs(spot[1] - box[1]) >= RING + 10
