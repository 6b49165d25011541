"""A small map around one place, for whoever sets its pin: lines in units, and what a unit is in degrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from outreach.ports import Door, Outline, Point, StreetLine

WIDTH, HEIGHT = 720, 480
_DEGREE = 110_900.0
_MARGIN = 40
_ROOM = 34
"""Units around a number of a door in which no second one is written."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown: its middle, and metres from there to its upper edge."""

    middle: Point
    reach: float

    @property
    def lat_step(self) -> float:
        """Degrees of latitude in one unit."""
        return 2 * self.reach / HEIGHT / _DEGREE

    @property
    def lon_step(self) -> float:
        """Degrees of longitude in one unit."""
        return self.lat_step / cos(radians(self.middle.lat))

    def at(self, point: Point) -> tuple[float, float]:
        """Where a point is drawn: units from the left and from above."""
        x = WIDTH / 2 + (point.lon - self.middle.lon) / self.lon_step
        y = HEIGHT / 2 - (point.lat - self.middle.lat) / self.lat_step
        return round(x, 1), round(y, 1)

    def holds(self, point: Point) -> bool:
        """Whether a point is well inside."""
        x, y = self.at(point)
        return _MARGIN <= x <= WIDTH - _MARGIN and _MARGIN <= y <= HEIGHT - _MARGIN

    def moved(self, point: Point, *, east: float, north: float) -> Point:
        """The point so many metres away."""
        shrink = cos(radians(self.middle.lat))
        return Point(lat=point.lat + north / _DEGREE, lon=point.lon + east / _DEGREE / shrink)

    @property
    def corners(self) -> tuple[Point, Point]:
        """South-west and north-east."""
        east = self.reach * WIDTH / HEIGHT
        south_west = self.moved(self.middle, east=-east, north=-self.reach)
        return south_west, self.moved(self.middle, east=east, north=self.reach)


@dataclass(frozen=True, slots=True)
class Label:
    """A word on the map."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class PinMap:
    """What is drawn below the pin. `streets`: rank and path. `bar`: its length in units, and in metres."""

    frame: Frame
    villages: tuple[str, ...]
    streets: tuple[tuple[str, str], ...]
    names: tuple[Label, ...]
    doors: tuple[tuple[float, float], ...]
    numbers: tuple[Label, ...]
    bar: tuple[float, int]


def pin_map(frame: Frame, outlines: Sequence[Outline], streets: Sequence[StreetLine], doors: Sequence[Door]) -> PinMap:
    """The map of this frame."""
    return PinMap(
        frame=frame,
        villages=tuple(_path(frame, ring) for outline in outlines for ring in outline.rings),
        streets=tuple((street.rank, _path(frame, street.line)) for street in streets),
        names=tuple(_names(frame, streets)),
        doors=tuple(frame.at(door.point) for door in doors),
        numbers=tuple(_numbers(frame, doors)),
        bar=_bar(frame),
    )


def _path(frame: Frame, line: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in map(frame.at, line))


def _names(frame: Frame, streets: Sequence[StreetLine]) -> Iterable[Label]:
    """The name of each street once, where its corner nearest to the middle of the map lies."""
    best: dict[str, tuple[float, Point]] = {}
    for street in streets:
        for point in street.line if street.name else ():
            x, y = frame.at(point)
            away = abs(x - WIDTH / 2) + abs(y - HEIGHT / 2)
            if frame.holds(point) and away < best.get(street.name, (float("inf"), point))[0]:
                best[street.name] = away, point
    yield from _apart([Label(*frame.at(point), name) for name, (_, point) in best.items()])


def _numbers(frame: Frame, doors: Sequence[Door]) -> Iterable[Label]:
    inside = [door for door in doors if frame.holds(door.point)]
    yield from _apart([Label(*frame.at(door.point), door.number.removesuffix("號")) for door in inside])


def _apart(labels: Sequence[Label]) -> Iterable[Label]:
    kept: list[Label] = []
    for label in labels:
        if all(abs(label.x - one.x) > _ROOM or abs(label.y - one.y) > _ROOM / 2 for one in kept):
            kept.append(label)
    return kept


def _bar(frame: Frame) -> tuple[float, int]:
    metres = next(size for size in (10, 20, 50, 100, 200, 500, 1000, 2000) if size >= frame.reach / 4)
    return round(metres * HEIGHT / 2 / frame.reach, 1), metres
