"""The legs of a route on paper: along their lines, on the right of the way, with arrowheads that point ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import atan2, degrees, hypot

from maps.render.marks import is_alongside
from maps.render.paper import Frame, path
from maps.render.room_left import Box, Corner
from outreach.ports import RouteSketch

ASIDE = 2.8
"""A leg is drawn so far to the right of its line: a way and its way back then lie beside each other."""
DASHES = {"estimate": "8 4", "street": "none", "alongside": "0.1 6"}
BETWEEN_ARROWS = 110
"""An arrowhead at least every so many units."""
FIRST_ARROW = 0.58
"""Where the only arrowhead of a leg stands. Beyond the middle, so that those of a way and its way back stay apart."""
APART = 16
"""Two arrowheads are more than so many units apart."""
SHORTEST = 24
"""What is seen of a leg is at least so long, or it gets no arrowhead."""


@dataclass(frozen=True, slots=True)
class DrawnLeg:
    """A leg's line in drawing units, and how it is dashed."""

    line: tuple[Corner, ...]
    dashes: str


def drawn_legs(sketch: RouteSketch, frame: Frame, aside: float = ASIDE) -> tuple[DrawnLeg, ...]:
    """All legs, in the order of travel, so far to the right of their lines."""
    return tuple(
        DrawnLeg(line, DASHES["alongside" if is_alongside(sketch, leg) else leg.source])
        for leg in sketch.legs
        if len(line := moved_aside(thinned([frame.at(point) for point in leg.line], 0.7), aside)) > 1
    )


def lines_of(legs: Sequence[DrawnLeg]) -> Iterable[str]:
    """The lines as SVG, each on a white edge that parts it from the streets."""
    if legs:
        whole = " ".join(path(leg.line) for leg in legs)
        yield f'<path d="{whole}" fill="none" stroke="#fff" stroke-width="5.6" stroke-linejoin="round"/>'
    for leg in legs:
        yield (
            f'<path d="{path(leg.line)}" fill="none" stroke="#000" stroke-width="2.4" stroke-linecap="round" '
            f'stroke-linejoin="round" stroke-dasharray="{leg.dashes}"/>'
        )


def arrows_on(legs: Sequence[DrawnLeg], marks: Sequence[Box]) -> Iterable[str]:
    """Arrowheads as SVG, none of them under a mark or on another one."""
    taken: list[Corner] = []
    for leg in legs:
        spots = _unmarked(leg.line, marks)
        wanted = max(1, round(len(spots) * _STEP / BETWEEN_ARROWS)) if len(spots) * _STEP >= SHORTEST else 0
        for number in range(wanted):
            best = (FIRST_ARROW if wanted == 1 else (number + 0.5) / wanted) * len(spots)
            near = sorted(range(len(spots)), key=lambda index, best=best: abs(index - best))  # type: ignore[misc]
            free = (index for index in near if all(_apart(spots[index], other) > APART for other in taken))
            # Without room, those of the legs that take the same way show the direction.
            for index in islice(free, 1):
                x, y, angle = spots[index]
                taken.append((x, y))
                yield f'<path d="M0-8 5.6 6H-5.6z" transform="translate({x:.1f} {y:.1f}) rotate({angle:.0f})"/>'


def _apart(spot: tuple[float, float, float], other: Corner) -> float:
    return hypot(spot[0] - other[0], spot[1] - other[1])


_STEP = 4.0


def _unmarked(line: Sequence[Corner], marks: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Places along the line that no mark covers: right, down, and the direction in degrees clockwise from north."""
    spots = []
    for (x, y), (to_x, to_y) in pairwise(line):
        length = hypot(to_x - x, to_y - y)
        angle = degrees(atan2(to_x - x, y - to_y))
        for number in range(int(length // _STEP)):
            share = (number + 0.5) * _STEP / length
            spot = Box(x + (to_x - x) * share, y + (to_y - y) * share, 9, 9)
            if all(spot.clear_of(mark) for mark in marks):
                spots.append((spot.x, spot.y, angle))
    return spots


def thinned(line: Sequence[Corner], most: float) -> list[Corner]:
    """The line without the corners that it passes within `most` units of anyway (Douglas and Peucker, 1973)."""
    kept, ranges = {0, len(line) - 1}, [(0, len(line) - 1)]
    while ranges:
        first, last = ranges.pop()
        if last - first < 2:
            continue
        far, index = max((_off(line[n], line[first], line[last]), n) for n in range(first + 1, last))
        if far > most:
            kept.add(index)
            ranges += [(first, index), (index, last)]
    return [line[n] for n in sorted(kept)]


def _off(corner: Corner, start: Corner, end: Corner) -> float:
    """How far the corner is from the straight piece between start and end."""
    along, down = end[0] - start[0], end[1] - start[1]
    square = along**2 + down**2
    share = 0.0 if square == 0 else ((corner[0] - start[0]) * along + (corner[1] - start[1]) * down) / square
    share = min(1.0, max(0.0, share))
    return hypot(corner[0] - start[0] - share * along, corner[1] - start[1] - share * down)


def moved_aside(line: Sequence[Corner], aside: float) -> tuple[Corner, ...]:
    """The line moved to the right of its direction by `aside` units; pieces without length are gone."""
    moved: list[tuple[Corner, Corner]] = []
    for one, other in pairwise(line):
        length = hypot(other[0] - one[0], other[1] - one[1])
        if length > 0.05:
            # To the right of (dx, dy), where y grows downwards, lies (-dy, dx).
            dx, dy = -(other[1] - one[1]) / length * aside, (other[0] - one[0]) / length * aside
            moved.append(((one[0] + dx, one[1] + dy), (other[0] + dx, other[1] + dy)))
    if not moved:
        return ()
    corners = [moved[0][0]]
    for before, after in pairwise(moved):
        corners += _turn(before, after, aside)
    return (*corners, moved[-1][1])


def _turn(before: tuple[Corner, Corner], after: tuple[Corner, Corner], aside: float) -> list[Corner]:
    """The corner where two moved pieces meet; both ends where they turn back, or meet too far off."""
    (ax, ay), (bx, by) = before
    (cx, cy), (dx, dy) = after
    cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if cross != 0:
        share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross
        x, y = ax + (bx - ax) * share, ay + (by - ay) * share
        if hypot(x - bx, y - by) <= 3 * aside:
            return [(x, y)]
    return [(bx, by), (cx, cy)]
