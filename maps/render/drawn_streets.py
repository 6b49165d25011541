"""Streets and water on a printed map: two thin black lines a street, shore lines for water, no more than it bears."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import hypot

from maps.render.drawn_legs import thinned
from maps.render.paper import Frame, path
from maps.render.room_left import Corner, along
from outreach.ports import Point, StreetLine, StreetRank

RANKS: tuple[StreetRank, ...] = ("main", "street", "lane", "path")
WIDTHS: dict[StreetRank, float] = {"main": 8.0, "street": 5.4, "lane": 3.4}
EDGE = 0.7
CLEAREST = 9
"""On average, streets lie at least so many units apart; what is denser loses its smaller ranks."""
NEAR = 14
"""Side streets are drawn so far, and at most twice as far, from a route, where there is no room for all of them."""
DENSEST = 2
"""So many times too dense, side streets would be no more than a blot."""
BEYOND = 12
"""What lies farther outside the drawing than this is not drawn."""


@dataclass(frozen=True, slots=True)
class DrawnStreet:
    """A piece of a street in drawing units, inside the drawing."""

    rank: StreetRank
    name: str
    line: tuple[Corner, ...]


def drawn_streets(
    streets: Iterable[StreetLine], frame: Frame, ways: Iterable[Sequence[Corner]] = ()
) -> tuple[DrawnStreet, ...]:
    """What of the streets is drawn: water and the main ones always, the smaller ones while there is room for them.

    Of the first rank without room, what lies near the lines of `ways`: where to turn off is seen from what branches.
    """
    seen = [
        DrawnStreet(street.rank, street.name, tuple(thinned(run, 0.6)))
        for street in streets
        for run in _inside(street.line, frame)
    ]
    most, length = frame.width * frame.height / CLEAREST, 0.0
    drawn = [one for one in seen if one.rank in ("water", "main")]
    for rank in RANKS:
        ranked = [one for one in seen if one.rank == rank]
        length += sum(_length(one.line) for one in ranked)
        if length > most:
            drawn += _beside(ranked, ways) if rank != "main" and length < DENSEST * most else []
            break
        drawn += ranked if rank != "main" else []
    return tuple(drawn)


def _beside(streets: Iterable[DrawnStreet], ways: Iterable[Sequence[Corner]]) -> Iterable[DrawnStreet]:
    """The pieces of these streets that lie near the ways."""
    near = {
        (x + right, y + down)
        for way in ways
        for x, y in map(_square, along(way))
        for right in (-1, 0, 1)
        for down in (-1, 0, 1)
    }
    for street in streets:
        for is_near, piece in groupby(along(street.line), key=lambda corner: _square(corner) in near):
            if is_near and len(line := thinned(list(piece), 0.6)) > 1:
                yield DrawnStreet(street.rank, street.name, tuple(line))


def _square(corner: Corner) -> tuple[int, int]:
    return int(corner[0] // NEAR), int(corner[1] // NEAR)


def lines_of_streets(streets: Sequence[DrawnStreet]) -> Iterable[str]:
    """The streets as SVG. All edges come before all whites: crossings are open, and a bridge covers its water."""

    def stroke(rank: StreetRank, colour: str, width: float) -> Iterable[str]:
        if lines := [path(one.line) for one in streets if one.rank == rank]:
            look = f'stroke="{colour}" stroke-width="{width:.1f}" stroke-linejoin="round" stroke-linecap="butt"'
            yield f'<path class="{rank}" d="{" ".join(lines)}" fill="none" {look}/>'

    for colour, width in (("#000", 11.0), ("#fff", 9.6), ("#000", 4.4), ("#fff", 3.2)):
        yield from stroke("water", colour, width)
    yield from stroke("path", "#000", EDGE)
    for rank in reversed(RANKS[:-1]):
        yield from stroke(rank, "#000", WIDTHS[rank])
    for rank in reversed(RANKS[:-1]):
        yield from stroke(rank, "#fff", WIDTHS[rank] - 2 * EDGE)


def _inside(line: Sequence[Point], frame: Frame) -> Iterable[list[Corner]]:
    """The runs of the line that come near the drawing."""
    run: list[Corner] = []
    for here, there in pairwise([frame.at(point) for point in line]):
        outside = (
            max(here[0], there[0]) < -BEYOND
            or min(here[0], there[0]) > frame.width + BEYOND
            or max(here[1], there[1]) < -BEYOND
            or min(here[1], there[1]) > frame.height + BEYOND
        )
        if outside:
            if run:
                yield run
            run = []
        else:
            run = [*run, there] if run else [here, there]
    if run:
        yield run


def _length(line: Sequence[Corner]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))
