"""Travel times from an OSRM server that the office runs itself (project-osrm.org, HTTP API v1: table and route)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from math import isfinite
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from maps.travel.estimate import PACES, EstimatedTravel
from outreach.ports import Point, TravelMatrix, TravelTimes, Way

BLOCK = 50
"""Places from which, and to which, one question asks: the server takes 100 in all unless told otherwise."""
LARGEST = 16 << 20
"""Bytes of an answer."""
SECONDS, ALL_SECONDS = 10.0, 120.0
"""For one answer, and for a whole matrix."""
REACH = 300.0
"""Metres: a street farther away is not where the place is left for."""
ON_FOOT = PACES["walk"].metres_a_minute / 60

_log = logging.getLogger(__name__)
_Answer = dict[str, Any]


class OsrmError(Exception):
    """The server does not answer, or not as it should. Says nothing of what was asked."""


@dataclass(frozen=True, slots=True)
class OsrmServer:
    """A server for one travel mode: its address (`http://host:port`, with a path where it has one) and the profile that
    stands in its URLs. Raises `ValueError` for an address that is none.
    """

    address: str
    profile: str
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError("an OSRM server's address is http://host:port")
        if not self.profile.isidentifier():
            raise ValueError("an OSRM profile is a name such as foot, bicycle or car")

    def ask(self, service: str, points: Sequence[Point], **options: str) -> _Answer:
        """The answer to one question. No redirect is followed, no proxy asked. Raises `OsrmError`."""
        where = ";".join(f"{point.lon:.6f},{point.lat:.6f}" for point in points)
        told = "&".join(f"{key}={value}" for key, value in options.items())
        parts = urlsplit(self.address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.seconds)
        try:
            connection.request("GET", f"{parts.path.rstrip('/')}/{service}/v1/{self.profile}/{where}?{told}")
            answer = connection.getresponse()
            body = answer.read(LARGEST + 1)
            # Places that no street is near come as an error with a body that says so.
            if answer.status not in (200, 400) or len(body) > LARGEST:
                raise OsrmError(f"status {answer.status}")
            found = json.loads(body)
        except (OSError, HTTPException, ValueError) as error:
            raise OsrmError(type(error).__name__) from None
        finally:
            connection.close()
        if not isinstance(found, dict):
            raise OsrmError("no object")
        return found


def servers_of(text: str) -> dict[str, OsrmServer]:
    """The servers by travel mode, as JSON says: `{"car": {"address": "http://127.0.0.1:5000", "profile": "car"}}`.

    Raises `ValueError`.
    """
    told = json.loads(text)
    if not isinstance(told, dict) or not all(mode in PACES and isinstance(one, dict) for mode, one in told.items()):
        raise ValueError("OSRM servers are told by travel mode: walk, bicycle, scooter, car")
    return {mode: OsrmServer(str(one.get("address")), str(one.get("profile"))) for mode, one in told.items()}


class OsrmTravel:
    """`TravelTimes` of OSRM servers, a mode each; of other modes, and while a server is silent, of `otherwise`."""

    def __init__(self, servers: Mapping[str, OsrmServer], otherwise: TravelTimes) -> None:
        self._servers, self._otherwise, self._estimate = servers, otherwise, EstimatedTravel()
        self._way = lru_cache(4096)(self._asked_way)

    def modes(self) -> tuple[str, ...]:
        """The travel modes that are known."""
        return self._otherwise.modes()

    def matrix(self, points: Sequence[Point], mode: str) -> TravelMatrix:
        """Travel between all points, as the server says, with parking and the way on foot between street and door.

        Raises `ValueError` for an unknown mode.
        """
        if mode not in self._servers or not points:
            return self._otherwise.matrix(points, mode)
        try:
            return self._matrix(points, mode)
        except OsrmError as error:
            _log.warning("the OSRM server for %s does not answer (%s)", mode, error)
            return self._otherwise.matrix(points, mode)

    def way(self, start: Point, end: Point, mode: str) -> Way:
        """The leg from `start` to `end`. Raises `ValueError` likewise."""
        if mode not in self._servers or start == end:
            return self._otherwise.way(start, end, mode)
        try:
            return self._way(start, end, mode) or self._estimate.way(start, end, mode)
        except OsrmError as error:
            _log.warning("the OSRM server for %s does not answer (%s)", mode, error)
            return self._otherwise.way(start, end, mode)

    def _matrix(self, points: Sequence[Point], mode: str) -> TravelMatrix:
        guess, count = self._estimate.matrix(points, mode), len(points)
        seconds, metres = np.full((count, count), np.nan), np.full((count, count), np.nan)
        off, until = np.full(count, np.nan), monotonic() + ALL_SECONDS
        for rows, columns in _blocks(count):
            if monotonic() > until:
                raise OsrmError("too slow")
            both = [*rows, *(column for column in columns if column not in rows)]
            answer = self._servers[mode].ask(
                "table",
                [points[one] for one in both],
                sources=";".join(str(both.index(one)) for one in rows),
                destinations=";".join(str(both.index(one)) for one in columns),
                annotations="duration,distance",
            )
            if answer.get("code") == "NoSegment":
                continue
            _expect_ok(answer)
            block, shape = np.ix_(rows, columns), (len(rows), len(columns))
            seconds[block] = _numbers(answer.get("durations"), shape)
            metres[block] = _numbers(answer.get("distances"), shape)
            off[list(rows)] = _snapped(answer.get("sources"), len(rows))
            off[list(columns)] = _snapped(answer.get("destinations"), len(columns))
        off[off > REACH] = np.nan
        apart, walked = guess.metres > 0, off[:, None] + off[None, :]
        guessed = apart & np.isnan(seconds + metres + walked)
        with np.errstate(invalid="ignore"):
            whole = np.ceil(np.nan_to_num(seconds + walked / ON_FOOT)) + PACES[mode].parking
            length = np.ceil(np.nan_to_num(metres + walked))
        return TravelMatrix(
            np.where(guessed, guess.seconds, np.where(apart, whole, 0)).astype(np.int32),
            np.where(guessed, guess.metres, np.where(apart, length, 0)).astype(np.int32),
            "street",
            guessed,
            off,
        )

    def _asked_way(self, start: Point, end: Point, mode: str) -> Way | None:
        answer = self._servers[mode].ask("route", (start, end), overview="full", geometries="geojson", steps="false")
        if answer.get("code") in ("NoRoute", "NoSegment"):
            return None
        _expect_ok(answer)
        try:
            route, off = answer["routes"][0], sum(_snapped(answer["waypoints"], 2))
            seconds, metres = _number(route["duration"]), _number(route["distance"])
            inner = [Point(lat=_degrees(lat), lon=_degrees(lon)) for lon, lat in route["geometry"]["coordinates"]]
        except (KeyError, IndexError, TypeError, ValueError):
            raise OsrmError("a route of another form") from None
        if not isfinite(off) or max(_snapped(answer["waypoints"], 2)) > REACH:
            return None
        line = [start, *inner, end]
        once = tuple(point for number, point in enumerate(line) if number == 0 or point != line[number - 1])
        whole = int(np.ceil(seconds + off / ON_FOOT)) + PACES[mode].parking
        return Way(whole, int(np.ceil(metres + off)), once, "street")


def with_osrm(text: str, otherwise: TravelTimes) -> TravelTimes:
    """These servers before `otherwise`; that alone where the text names none, or is wrong, which is logged."""
    try:
        servers = servers_of(text) if text.strip() else {}
    except ValueError as error:
        _log.warning("the OSRM servers are not used: %s", error)
        servers = {}
    return OsrmTravel(servers, otherwise) if servers else otherwise


def _blocks(count: int) -> Iterator[tuple[range, range]]:
    parts = [range(low, min(low + BLOCK, count)) for low in range(0, count, BLOCK)]
    return ((rows, columns) for rows in parts for columns in parts)


def _expect_ok(answer: _Answer) -> None:
    if answer.get("code") != "Ok":
        raise OsrmError("not Ok")


def _numbers(rows: object, shape: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The table, NaN where there is no way. Raises `OsrmError` when it has another form."""
    return _checked(lambda: np.array(rows, dtype=np.float64).reshape(shape))


def _snapped(waypoints: object, count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How far each place is from the street that it was led to, metres."""
    told = waypoints if isinstance(waypoints, list) else []
    return _checked(lambda: np.array([one["distance"] for one in told], dtype=np.float64).reshape(count))


def _checked(
    made: Callable[[], np.ndarray[Any, np.dtype[np.float64]]],
) -> np.ndarray[Any, np.dtype[np.float64]]:
    try:
        found = made()
    except (KeyError, TypeError, ValueError):
        raise OsrmError("a table of another form") from None
    if np.isinf(found).any() or (found < 0).any() or (found > 1e8).any():
        raise OsrmError("figures that cannot be")
    return found


def _number(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not isfinite(number) or not 0 <= number <= 1e8:
        raise ValueError(number)
    return number


def _degrees(value: object) -> float:
    number = float(value)  # type: ignore[arg-type]
    if not isfinite(number) or not -180 <= number <= 180:
        raise ValueError(number)
    return number
