"""The names of streets and waters on a printed map: along them, clear of marks, of the route and of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import atan2, degrees, hypot

from maps.render.drawn_streets import DrawnStreet
from maps.render.paper import LETTERS, label, text_of
from maps.render.room_left import Box, Corner, Room

EACH = 16_000
"""A name for so many square units of the drawing, and no more."""
ORDER = {"water": 0, "main": 0, "street": 1, "lane": 2, "path": 3}
BEND = 5.0
"""Along a name its street leaves the straight line by no more than so many units."""


def street_names(streets: Iterable[DrawnStreet], room: Room) -> Iterable[str]:
    """Each name once, of the larger and longer streets first, as SVG; those that find no room are left out."""
    by_name: dict[str, list[DrawnStreet]] = defaultdict(list)
    for street in streets:
        if text_of(street.name):
            by_name[street.name].append(street)
    ways = {name: joined([one.line for one in pieces]) for name, pieces in by_name.items()}

    def weight(name: str) -> tuple[int, float, str]:
        return min(ORDER[one.rank] for one in by_name[name]), -max(_length(way) for way in ways[name]), name

    named = 0
    for name in sorted(ways, key=weight):
        spot = next(
            (spot for way in sorted(ways[name], key=_length, reverse=True) for spot in _spots(name, way, room)), None
        )
        if spot is not None:
            room.take(spot)
            yield _label(name, spot)
            named += 1
        if named >= room.width * room.height / EACH:
            return


def width_of(text: str) -> float:
    """About how wide a text is in drawing units: a Chinese sign is as wide as high, others are narrower."""
    return LETTERS * sum(1.0 if ord(sign) >= _FULL else 0.6 for sign in text)


_FULL = 0x2E80


def joined(lines: Iterable[Sequence[Corner]]) -> list[list[Corner]]:
    """The same lines, those that meet end to end made one."""
    ways: list[list[Corner]] = []
    for line in lines:
        way = list(line)
        for end in (0, -1):
            for other in ways:
                if way[end] in (other[0], other[-1]):
                    ways.remove(other)
                    way = _joint(way, other, end)
                    break
        ways.append(way)
    return ways


def _joint(way: list[Corner], other: list[Corner], end: int) -> list[Corner]:
    """Both as one line, joined at the start (`0`) or the end (`-1`) of `way`."""
    if end == 0:
        return [*(other if other[-1] == way[0] else other[::-1])[:-1], *way]
    return [*way, *(other if other[0] == way[-1] else other[::-1])[1:]]


def _spots(name: str, way: Sequence[Corner], room: Room) -> Iterator[Box]:
    """Where the name could stand on this way and is free, the middle of the way first."""
    wide, total = width_of(name), _length(way)
    starts = [n * 8.0 for n in range(int(max(0.0, total - wide) // 8) + 1)] if total >= wide else []
    for start in sorted(starts, key=lambda start: abs(start + wide / 2 - total / 2)):
        (x, y), (to_x, to_y) = _at(way, start), _at(way, start + wide)
        bent = max(_beside(_at(way, start + wide * share), (x, y), (to_x, to_y)) for share in (0.25, 0.5, 0.75))
        angle = degrees(atan2(to_y - y, to_x - x))
        upright = (angle + 90) % 180 - 90
        box = Box((x + to_x) / 2, (y + to_y) / 2, wide / 2 + 3, LETTERS / 2 + 2, upright)
        if bent <= BEND and hypot(to_x - x, to_y - y) > 0.9 * wide and room.has_unlined(box):
            yield box


def _label(name: str, spot: Box) -> str:
    turned = f'<g transform="translate({spot.x:.1f} {spot.y:.1f}) rotate({spot.angle:.0f})">'
    return f"{turned}{label(0, 6, name, halo=True)}</g>"


def _at(way: Sequence[Corner], far: float) -> Corner:
    """The place on the way, so many units from its start."""
    for (x, y), (to_x, to_y) in pairwise(way):
        length = hypot(to_x - x, to_y - y)
        if far <= length and length > 0:
            return x + (to_x - x) * far / length, y + (to_y - y) * far / length
        far -= length
    return way[-1]


def _beside(corner: Corner, start: Corner, end: Corner) -> float:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    along, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    return abs((corner[0] - start[0]) * down - (corner[1] - start[1]) * along)


def _length(line: Sequence[Corner]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))
