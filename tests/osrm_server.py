"""A server that answers as OSRM does, on this machine: what it says is right in form, and wrong on demand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import hypot
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

FOOT = 1.2
"""Metres a second, there; back it takes twice as long."""
Place = tuple[float, float]


class OsrmLike(ThreadingHTTPServer):
    """`asked`: every path. `wrong`: how it misbehaves. `nowhere`: longitudes from which no way leads, `off`: metres to
    the street, by longitude.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[str] = []
        self.wrong = ""
        self.nowhere: set[float] = set()
        self.off: dict[float, float] = {}
        self.done = Event()

    def handle_error(self, *_: object) -> None:
        """Whoever asks may hang up in the middle of an answer."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: OsrmLike

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        _, service, version, profile, where = parts.path.split("/")
        assert (version, profile) == ("v1", "foot")
        options = {key: value[0] for key, value in parse_qs(parts.query).items()}
        places = [tuple(map(float, one.split(","))) for one in where.split(";")]
        answer = self._table(places, options) if service == "table" else self._route(places)
        status, body = 200, json.dumps(answer).encode()
        if self.server.wrong == "redirect":
            status = 302
        elif self.server.wrong == "broken":
            status = 500
        elif self.server.wrong == "no json":
            body = b"<html>"
        elif self.server.wrong == "other form":
            body = json.dumps({"code": "Ok", "durations": [[1]], "distances": "x", "routes": [{}]}).encode()
        elif self.server.wrong == "negative":
            body = body.replace(b'"durations": [[0.0, ', b'"durations": [[0.0, -')
        elif self.server.wrong == "no segment":
            status, body = 400, json.dumps({"code": "NoSegment", "message": "…"}).encode()
        elif self.server.wrong == "silent":
            self.server.done.wait(5)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.server.address}/elsewhere/v1/foot/0,0")
        self.end_headers()
        self.wfile.write(body * (20_000 if self.server.wrong == "endless" else 1))

    def _table(self, places: list[Any], options: dict[str, str]) -> dict[str, Any]:
        assert options["annotations"] == "duration,distance"
        assert len(places) <= 100
        rows = [places[int(one)] for one in options["sources"].split(";")]
        columns = [places[int(one)] for one in options["destinations"].split(";")]
        distances = [[self._metres(a, b) for b in columns] for a in rows]
        durations = [[self._seconds(a, b) for b in columns] for a in rows]
        told: dict[str, Any] = {"code": "Ok", "durations": durations, "distances": distances}
        return told | {"sources": list(map(self._spot, rows)), "destinations": list(map(self._spot, columns))}

    def _route(self, places: list[Any]) -> dict[str, Any]:
        start, end = places
        if self._metres(start, end) is None:
            return {"code": "NoRoute", "message": "Impossible route between points"}
        corner = [start[0], end[1]]
        line = {"type": "LineString", "coordinates": [list(start), corner, list(end)]}
        figures = {"duration": self._seconds(start, end), "distance": self._metres(start, end)}
        return {
            "code": "Ok",
            "routes": [{**figures, "geometry": line, "legs": []}],
            "waypoints": list(map(self._spot, places)),
        }

    def _metres(self, start: Place, end: Place) -> float | None:
        if self.server.nowhere & {start[0], end[0]} and start != end:
            return None
        return round(hypot(start[0] - end[0], start[1] - end[1]) * 100_000, 1)

    def _seconds(self, start: Place, end: Place) -> float | None:
        metres = self._metres(start, end)
        return None if metres is None else round(metres / FOOT * (2 if end[0] < start[0] else 1), 1)

    def _spot(self, place: Place) -> dict[str, Any]:
        return {"location": list(place), "distance": self.server.off.get(place[0], 0.0), "name": "", "hint": "x"}

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def osrm_server() -> Iterator[OsrmLike]:
    """The server while the block lasts."""
    with OsrmLike() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.done.set()
            server.shutdown()
            thread.join()
