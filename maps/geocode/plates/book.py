"""Questions to the door plates that were taken in."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from threading import Lock

from maps.geocode.plates.near import DEGREE, metres_between
from maps.geocode.plates.take_plates import VERSION
from outreach.ports import Door, Point


@dataclass(frozen=True, slots=True)
class WayFound:
    """A road, lane or alley with plates. `street`: the road with its section, `way`: with lane and alley."""

    id: int
    county: str
    town: str
    street: str
    way: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A door. `sure`: all rows of the city's file agree where it is."""

    way: WayFound
    number: int
    door: str
    village: str
    point: Point
    sure: bool

    @property
    def words(self) -> str:
        """The door as it is written."""
        return f"{self.way.way}{self.door}"


class PlateBook:
    """The plates of one file. Raises `sqlite3.Error` where it is no such file or of another version."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        # Nobody writes to it: a newer file takes its place as a whole.
        self._book = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        found = self._ask("PRAGMA user_version")
        if found != [(VERSION,)]:
            raise sqlite3.DatabaseError("another version")
        self.middle = lru_cache(maxsize=4096)(self._middle)

    def ways(self, streets: Sequence[str]) -> list[WayFound]:
        """All ways of the roads with these names."""
        marks = ", ".join("?" * len(streets))
        query = f"SELECT id, county, town, street, way FROM ways WHERE street IN ({marks}) ORDER BY id"  # noqa: S608
        return [WayFound(*row) for row in self._ask(query, *streets)]

    def sections(self, road: str) -> list[WayFound]:
        """All ways of the sections of a road."""
        query = "SELECT id, county, town, street, way FROM ways WHERE street > ? AND street < ? ORDER BY id"
        rows = [WayFound(*row) for row in self._ask(query, road, f"{road}\uffff")]
        return [way for way in rows if way.street.removeprefix(road).strip("一二三四五六七八九十") == "段"]

    def plates(self, way: WayFound, around: int, reach: int) -> list[Plate]:
        """The doors of a way from `around - reach` to `around + reach`."""
        query = (
            "SELECT number, door, village.village, lat, lon, sure FROM plates JOIN villages village"
            " ON village.id = plates.village WHERE way = ? AND number BETWEEN ? AND ? ORDER BY number, door"
        )
        return [
            Plate(way, number, door, village, Point(lat=lat, lon=lon), bool(sure))
            for number, door, village, lat, lon, sure in self._ask(query, way.id, around - reach, around + reach)
        ]

    def nearest(self, point: Point, metres: float) -> tuple[str, str] | None:
        """Town and 里 of the door nearest to a point, within so many metres."""
        lat, lon = metres / DEGREE, metres / DEGREE / cos(radians(point.lat))
        rows = self._ask(
            "SELECT plates.lat, plates.lon, town, village.village FROM plates"
            " JOIN villages village ON village.id = plates.village WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
            " LIMIT 1000",
            *(point.lat - lat, point.lat + lat, point.lon - lon, point.lon + lon),
        )
        away = ((metres_between(point, Point(lat=row[0], lon=row[1])), row[2], row[3]) for row in rows)
        best = min(away, default=(metres, "", ""))
        return (best[1], best[2]) if best[0] < metres else None

    def near(self, south_west: Point, north_east: Point, most: int) -> tuple[Door, ...]:
        """Doors in a rectangle; none when there are more than `most`."""
        query = (
            "SELECT lat, lon, ways.way, door FROM plates JOIN ways ON ways.id = plates.way"
            " WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? LIMIT ?"
        )
        corners = (south_west.lat, north_east.lat, south_west.lon, north_east.lon)
        rows = self._ask(query, *corners, most + 1)
        if len(rows) > most:
            return ()
        return tuple(Door(Point(lat=lat, lon=lon), way, door) for lat, lon, way, door in rows)

    def _middle(self, ways: tuple[int, ...], village: str) -> tuple[Point, str] | None:
        """The door nearest to the middle of these ways' doors, with its 里; among those of `village` if it has any."""
        marks = ", ".join("?" * len(ways))
        rows = self._ask(
            "SELECT lat, lon, villages.village FROM plates JOIN villages ON villages.id = plates.village"  # noqa: S608
            f" WHERE way IN ({marks}) LIMIT 20000",
            *ways,
        )
        rows = [row for row in rows if row[2] == village] or rows
        if not rows:
            return None
        lat, lon = (sorted(row[at] for row in rows)[len(rows) // 2] for at in (0, 1))
        best = min(rows, key=lambda row: ((row[0] - lat) ** 2 + (row[1] - lon) ** 2, row))
        return Point(lat=best[0], lon=best[1]), best[2]

    def _ask(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._book.execute(query, values).fetchall()
