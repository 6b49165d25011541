"""Which room on a printed map is free: what stands there as upright or turned boxes, and the lines of the route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import ceil, cos, hypot, radians, sin

Corner = tuple[float, float]
CELL = 5
"""The lines of the route are kept as cells of so many units; no name stands on one of them."""


@dataclass(frozen=True)
class Box:
    """A mark or a name in drawing units: its middle, half its width and height, turned clockwise by `angle` degrees."""

    x: float
    y: float
    half_width: float
    half_height: float
    angle: float = 0

    @cached_property
    def corners(self) -> tuple[Corner, ...]:
        """The four corners, one after the other."""
        right, down = cos(radians(self.angle)), sin(radians(self.angle))
        return tuple(
            (self.x + across * right - along * down, self.y + across * down + along * right)
            for across, along in (
                (-self.half_width, -self.half_height),
                (self.half_width, -self.half_height),
                (self.half_width, self.half_height),
                (-self.half_width, self.half_height),
            )
        )

    @cached_property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright box around it."""
        across, down = [x for x, _ in self.corners], [y for _, y in self.corners]
        return min(across), min(down), max(across), max(down)

    def clear_of(self, other: Box) -> bool:
        """Whether the two have no inner point in common."""
        left, top, right, bottom = self.edges
        a, b, c, d = other.edges
        if right <= a or c <= left or bottom <= b or d <= top:
            return True
        return any(_parted(self, other, one.angle + turn) for one in (self, other) for turn in (0, 90))


def _parted(one: Box, other: Box, angle: float) -> bool:
    """Whether a line across the direction `angle` parts them (separating axis theorem)."""
    right, down = cos(radians(angle)), sin(radians(angle))
    mine = [x * right + y * down for x, y in one.corners]
    theirs = [x * right + y * down for x, y in other.corners]
    return max(mine) <= min(theirs) + 1e-9 or max(theirs) <= min(mine) + 1e-9


@dataclass
class Room:
    """A drawing of `width` by `height` units, and what has been put into it."""

    width: float
    height: float
    boxes: list[Box] = field(default_factory=list)
    inked: set[tuple[int, int]] = field(default_factory=set)

    def has(self, box: Box) -> bool:
        """Whether the box lies inside and covers no other."""
        left, top, right, bottom = box.edges
        inside = left >= 1 and top >= 1 and right <= self.width - 1 and bottom <= self.height - 1
        return inside and all(box.clear_of(other) for other in self.boxes)

    def has_unlined(self, box: Box) -> bool:
        """Whether, besides, no line of the route runs through it."""
        return self.has(box) and not any(cell in self.inked for cell in _cells_in(box))

    def take(self, box: Box) -> None:
        """From now on the box is occupied."""
        self.boxes.append(box)

    def ink(self, line: Sequence[Corner]) -> None:
        """A line of the route runs here: marks may stand on it, names may not."""
        self.inked.update((int(x // CELL), int(y // CELL)) for x, y in along(line))

    def nearest(self, box: Box, reach: float) -> Box:
        """The box itself, or the nearest one like it that is free: rings around it, else the whole drawing row by row.

        `reach`: how far one ring is from the next. Only a drawing that is full gives back what covers another.
        """
        for x, y in _rings(reach):
            moved = Box(box.x + x, box.y + y, box.half_width, box.half_height)
            if self.has(moved):
                return moved
        spots = (
            Box(float(x), float(y), box.half_width, box.half_height)
            for y in range(ceil(box.half_height) + 1, int(self.height), 4)
            for x in range(ceil(box.half_width) + 1, int(self.width), 4)
        )
        free = (spot for spot in spots if self.has(spot))
        return min(free, key=lambda spot: hypot(spot.x - box.x, spot.y - box.y), default=box)


def _rings(step: float) -> Iterator[Corner]:
    yield 0.0, 0.0
    for ring in range(1, 9):
        for turn in range(8 * ring):
            angle = radians(360 * turn / (8 * ring))
            yield step * ring * cos(angle), step * ring * sin(angle)


def along(line: Sequence[Corner]) -> Iterator[Corner]:
    """Places along the line, no farther apart than half a cell."""
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = max(1, ceil(hypot(to_x - x, to_y - y) / (CELL / 2)))
        yield from ((x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(steps + 1))


def _cells_in(box: Box) -> Iterable[tuple[int, int]]:
    right, down = cos(radians(box.angle)), sin(radians(box.angle))
    columns, rows = ceil(2 * box.half_width / CELL), ceil(2 * box.half_height / CELL)
    for column in range(columns + 1):
        for row in range(rows + 1):
            across = box.half_width * (2 * column / columns - 1)
            along = box.half_height * (2 * row / rows - 1)
            yield (
                int((box.x + across * right - along * down) // CELL),
                int((box.y + across * down + along * right) // CELL),
            )
