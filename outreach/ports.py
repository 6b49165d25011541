"""What the office needs from outside, as Protocols that other packages fill, and the plain data that crosses over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Precision = Literal["exact", "village"]
Source = Literal["estimate", "street"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on earth, WGS84 degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class TravelMatrix:
    """`seconds[a, b]`, `metres[a, b]`: int32, shape (n, n), from point a to point b; and where the figures are from.

    Of a street network: `guessed[a, b]`, bool, where the estimate stands in because no way was found; `off_street[a]`,
    float64, metres from point a to the street that it was led to, NaN where there is none near enough. `None` for a
    source that knows no streets.
    """

    seconds: npt.NDArray[np.int32]
    metres: npt.NDArray[np.int32]
    source: Source
    guessed: npt.NDArray[np.bool_] | None = None
    off_street: npt.NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One leg as it is travelled: seconds, metres, the line to draw (two points for an estimate), where it is from."""

    seconds: int
    metres: int
    line: tuple[Point, ...]
    source: Source


class TravelTimes(Protocol):
    """How long it takes from place to place."""

    def modes(self) -> tuple[str, ...]:
        """The travel modes that are known: `walk`, `bicycle`, `scooter`, `car` …"""
        ...

    def matrix(self, points: Sequence[Point], mode: str) -> TravelMatrix:
        """Travel between all `points` by `mode`. Raises `ValueError` for an unknown mode."""
        ...

    def way(self, start: Point, end: Point, mode: str) -> Way:
        """The leg from `start` to `end`, with the same figures as in the matrix. Raises `ValueError` likewise."""
        ...


StreetRank = Literal["main", "street", "lane", "path", "water"]


@dataclass(frozen=True, slots=True)
class StreetLine:
    """A piece of a street, or of water, as it is drawn on a map."""

    rank: StreetRank
    name: str
    line: tuple[Point, ...]


class StreetMap(Protocol):
    """The lines of the streets that are known."""

    def lines(self, south_west: Point, north_east: Point) -> Sequence[StreetLine]:
        """What crosses this rectangle, the smaller ranks first; empty where no streets are known."""
        ...


@dataclass(frozen=True, slots=True)
class Outline:
    """One 里: its name and outer rings, each a closed sequence of points."""

    village: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A found place: where, how exactly, and the 里 it lies in (`""` when outside the district)."""

    point: Point
    precision: Precision
    village: str


class Geocoder(Protocol):
    """From an address or 里 to a point, and from a point to its 里."""

    def locate(self, *, address: str, village: str, point: Point | None) -> Located | None:
        """The best that is known; `None` when neither point nor 里 says anything."""
        ...

    def village_at(self, point: Point) -> str | None:
        """The 里 that holds this point, or `None` outside the district."""
        ...

    def outlines(self) -> tuple[Outline, ...]:
        """All 里 of the district."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The present moment, aware, Asia/Taipei."""
        ...


class Messages(Protocol):
    """A way to reach people outside the application."""

    def send(self, address: str, subject: str, text: str) -> bool:
        """Hand one message over; whether it was taken. Never tries twice, and never raises for what others do."""
        ...


SketchKind = Literal["base", "shift", "visit", "reload", "unserved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchStop:
    """One mark on a route map. `number`: 1, 2, … for the stops in order, 0 for the base. `letter`: the service's chip
    letter. Texts are shown as text, never as markup.
    """

    number: int
    kind: SketchKind
    letter: str
    title: str
    detail: str
    time: str
    point: Point
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchLeg:
    """Travel from one mark to the next: indexes into `RouteSketch.stops`, minutes, metres, and the way as drawn."""

    origin: int
    destination: int
    minutes: int
    metres: int
    source: Source
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSketch:
    """All that a map of one route shows, ready for a renderer. `streets`: what is known of the streets around it.
    `sample`: mark it 示範資料. `language`: `zh` or `en`.
    """

    title: str
    subtitle: str
    role: str
    stops: tuple[SketchStop, ...]
    legs: tuple[SketchLeg, ...]
    outlines: tuple[Outline, ...]
    sample: bool
    language: str = "zh"
    streets: tuple[StreetLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRoute:
    """One person's route on the map of a whole day: its letter and number (from 0) among the day's routes, and which
    of the sketch's stops are shown.
    """

    letter: str
    number: int
    sketch: RouteSketch
    shown: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMark:
    """A single place on a map. `key`: which row of the list it belongs to."""

    key: str
    label: str
    kind: SketchKind
    point: Point
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class MapVillage:
    """A 里 with its figure in words. `level`: everything is served, or something is left out."""

    village: str
    text: str
    level: Literal["full", "lacks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundMap:
    """What our own host has to lay under a map: pictures of the office's own tiles at the zooms from `least` to `most`,
    or else lines of `streets`; with neither, the outlines of the 里 alone. `source`: whom to name for it, as text.
    """

    tiles: bool = False
    least: int = 0
    most: int = 0
    streets: bool = False
    source: str = ""


class Ground(Protocol):
    """What lies under the office's maps, from its own files: it tells nobody which places are looked at."""

    def about(self) -> GroundMap:
        """What there is."""
        ...

    def tile(self, z: int, x: int, y: int) -> tuple[bytes, str] | None:
        """A picture and its media type; `None` where there is none."""
        ...

    def streets(self, z: int, x: int, y: int) -> bytes:
        """The streets in a square of the map, as JSON. Raises `ValueError` for a square that is not cut."""
        ...


class RouteMaps(Protocol):
    """Draws a route."""

    def page(self, sketch: RouteSketch) -> str:
        """A whole HTML page that opens from disk and asks no other host for anything."""
        ...

    def served(self, sketch: RouteSketch, *, nonce: str, ground: GroundMap) -> str:
        """The same page from our own host, for a policy that allows nothing inline but what bears the `nonce`."""
        ...

    def drawing(self, sketch: RouteSketch) -> str:
        """A black-on-white vector drawing (SVG) of the same route, for print."""
        ...

    def day_drawing(self, routes: Sequence[tuple[str, RouteSketch]]) -> str:
        """All routes of a day in one such drawing, 1100 by 990 units, each with its letter."""
        ...
