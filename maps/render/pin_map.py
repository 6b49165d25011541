"""A small map around one place, for whoever sets its pin: lines in units, and what a unit is in degrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, inf, radians

from maps.geocode.rings import holds
from outreach.ports import Door, Outline, Point, StreetLine

WIDTH, HEIGHT = 720, 480
_DEGREE = 110_900.0
_MARGIN = 40
_ROOM = 64
"""Units around a word in which no second one is written."""
_DOORS_TO = 160.0
"""Metres from the middle to the edge from which doors would only be a blot."""
_GRID = [(WIDTH * x, HEIGHT * y) for y in (0.25, 0.8, 0.55) for x in (0.25, 0.75, 0.5)]


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

    def under(self, x: float, y: float) -> Point:
        """The point that is drawn there."""
        return Point(
            lat=self.middle.lat + (HEIGHT / 2 - y) * self.lat_step,
            lon=self.middle.lon + (x - WIDTH / 2) * self.lon_step,
        )

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
    near = doors if frame.reach <= _DOORS_TO else ()
    names = _apart([*_villages(frame, outlines), *_streets(frame, streets)])
    numbers = [Label(*frame.at(door.point), door.number.removesuffix("號")) for door in near if frame.holds(door.point)]
    return PinMap(
        frame=frame,
        villages=tuple(_path(frame, ring) for outline in outlines for ring in outline.rings),
        streets=tuple((street.rank, _path(frame, street.line)) for street in streets),
        names=tuple(names),
        doors=tuple(frame.at(door.point) for door in near),
        numbers=tuple(_apart(numbers, names)),
        bar=_bar(frame),
    )


def _path(frame: Frame, line: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in map(frame.at, line))


def _villages(frame: Frame, outlines: Sequence[Outline]) -> Iterator[Label]:
    """The name of each 里 once, at a point of a grid over the map that lies in it."""
    for outline in outlines:
        for x, y in _GRID:
            point = frame.under(x, y)
            if any(holds(ring, point) for ring in outline.rings):
                yield Label(x, y, outline.village)
                break


def _streets(frame: Frame, streets: Sequence[StreetLine]) -> Iterator[Label]:
    """The name of each street once, where it is nearest to the middle of the map."""
    best: dict[str, tuple[float, float, float]] = {}
    for street in streets:
        if street.name and street.rank != "water":
            for here, there in pairwise(map(frame.at, street.line)):
                x, y = _nearest(here, there)
                away = hypot(x - WIDTH / 2, y - HEIGHT / 2)
                inside = _MARGIN <= x <= WIDTH - _MARGIN and _MARGIN <= y <= HEIGHT - _MARGIN
                if inside and away < best.get(street.name, (inf, x, y))[0]:
                    best[street.name] = away, x, y
    return (Label(x, y, name) for name, (_, x, y) in best.items())


def _nearest(here: tuple[float, float], there: tuple[float, float]) -> tuple[float, float]:
    """The point of a stretch that is nearest to a spot beside the pin, where a name does not lie below it."""
    (x, y), across, along = here, there[0] - here[0], there[1] - here[1]
    square = across**2 + along**2
    to_x, to_y = WIDTH * 0.7 - x, HEIGHT * 0.7 - y
    share = 0.0 if square == 0 else min(max((to_x * across + to_y * along) / square, 0.0), 1.0)
    return round(x + share * across, 1), round(y + share * along, 1)


def _apart(labels: Iterable[Label], others: Sequence[Label] = ()) -> list[Label]:
    kept: list[Label] = []
    for label in labels:
        if all(abs(label.x - one.x) > _ROOM or abs(label.y - one.y) > _ROOM / 2 for one in (*others, *kept)):
            kept.append(label)
    return kept


def _bar(frame: Frame) -> tuple[float, int]:
    metres = next(size for size in (10, 20, 50, 100, 200, 500, 1000, 2000) if size >= frame.reach / 4)
    return round(metres * HEIGHT / 2 / frame.reach, 1), metres
