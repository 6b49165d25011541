"""Leading places to the nearest street."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from geopy.distance import EARTH_RADIUS

from maps.travel.streets.graph import Bools, Floats, Ints, StreetGraph, step_metres
from outreach.ports import Point

REACH = 300.0
"""Metres: a street farther away is not where the place is left for."""
METRES_A_DEGREE = 1000 * EARTH_RADIUS * np.pi / 180


@dataclass(frozen=True, slots=True)
class Snapped:
    """Places on streets, by place. `street`: -1 where none is near. `share`: 0 at the street's begin, 1 at its end, of
    its length. `metres`: from the place, NaN where none is near. `lat`, `lon`: the spot on the street, degrees.
    `piece`: the number of the shape's point before it.
    """

    street: Ints
    share: Floats
    metres: Floats
    lat: Floats
    lon: Floats
    piece: Ints


class Snapper:
    """Finds the nearest street of a graph. Squares of `REACH` metres hold the straight pieces that cross them."""

    def __init__(self, graph: StreetGraph) -> None:
        self._graph = graph
        first = graph.shape_first
        inside = np.ones(max(len(graph.shape_lat) - 1, 0), dtype=bool)
        # The last point of a street begins no piece.
        inside[first[1:-1] - 1] = False
        self._pieces = np.flatnonzero(inside).astype(np.int32)
        self._street = (np.searchsorted(first, self._pieces, side="right") - 1).astype(np.int32)
        self._south, self._west = float(graph.shape_lat.min()), float(graph.shape_lon.min())
        middle = np.radians((self._south + float(graph.shape_lat.max())) / 2)
        self._scale = METRES_A_DEGREE * float(np.cos(middle))
        self._x = (graph.shape_lon - self._west) * self._scale
        self._y = (graph.shape_lat - self._south) * METRES_A_DEGREE
        self._columns = int(self._x.max() // REACH) + 3
        self._squares, self._held = self._in_squares()

    @cached_property
    def before(self) -> Floats:
        """Metres from the begin of its street to each point of the shapes."""
        graph = self._graph
        total = np.concatenate([[0.0], np.cumsum(step_metres(graph.shape_lat, graph.shape_lon))])
        before: Floats = total - np.repeat(total[graph.shape_first[:-1]], np.diff(graph.shape_first))
        return before

    def _in_squares(self) -> tuple[Ints, Ints]:
        """The pieces by square: a sorted square for each entry, and the piece."""
        here = np.stack([self._x[self._pieces], self._y[self._pieces]])
        there = np.stack([self._x[self._pieces + 1], self._y[self._pieces + 1]])
        low, high = (
            np.floor(side / REACH).astype(np.int64) for side in (np.minimum(here, there), np.maximum(here, there))
        )
        wide, tall = high - low + 1
        many = wide * tall
        # Every piece once for each square of its rectangle: its entries are numbered, and the number says which.
        entry = np.repeat(np.arange(len(self._pieces)), many)
        turn = np.arange(len(entry)) - np.repeat(np.cumsum(many) - many, many)
        column, row = low[0][entry] + turn % wide[entry], low[1][entry] + turn // wide[entry]
        square = (row + 1) * self._columns + column + 1
        order = np.argsort(square, kind="stable")
        return square[order], entry[order].astype(np.int32)

    def snap(self, points: Sequence[Point], may: Bools) -> Snapped:
        """Each point on the nearest of the streets with `may` (by street)."""
        found = [self._nearest(point, may) for point in points]
        street, share, metres, lat, lon, piece = zip(*found, strict=True) if found else ((),) * 6
        return Snapped(
            np.array(street, dtype=np.int32),
            np.array(share, dtype=np.float64),
            np.array(metres, dtype=np.float64),
            np.array(lat, dtype=np.float64),
            np.array(lon, dtype=np.float64),
            np.array(piece, dtype=np.int32),
        )

    def _nearest(self, point: Point, may: Bools) -> tuple[int, float, float, float, float, int]:
        x, y = (point.lon - self._west) * self._scale, (point.lat - self._south) * METRES_A_DEGREE
        near = self._around(x, y)
        near = near[may[self._street[near]]]
        if not len(near):
            return _NOWHERE
        begin = self._pieces[near]
        from_x, from_y = self._x[begin], self._y[begin]
        by_x, by_y = self._x[begin + 1] - from_x, self._y[begin + 1] - from_y
        with np.errstate(invalid="ignore", divide="ignore"):
            part = np.clip(((x - from_x) * by_x + (y - from_y) * by_y) / (by_x**2 + by_y**2), 0, 1)
        # A piece without length is a point.
        part = np.nan_to_num(part)
        apart = np.hypot(from_x + part * by_x - x, from_y + part * by_y - y)
        best = int(np.argmin(apart))
        if apart[best] > REACH:
            return _NOWHERE
        return self._spot(int(self._street[near[best]]), int(begin[best]), float(part[best]), float(apart[best]))

    def _around(self, x: float, y: float) -> Ints:
        """The pieces in the nine squares around."""
        column, row = int(x // REACH) + 1, int(y // REACH) + 1
        if not 0 <= column < self._columns:
            return np.zeros(0, dtype=np.int32)
        low = np.array([(row + up) * self._columns + max(column - 1, 0) for up in (-1, 0, 1)])
        high = np.array([(row + up) * self._columns + min(column + 1, self._columns - 1) for up in (-1, 0, 1)])
        begin, end = np.searchsorted(self._squares, low), np.searchsorted(self._squares, high, side="right")
        # In a fixed order, so that of two equally near the same one is taken always.
        return np.unique(np.concatenate([self._held[a:b] for a, b in zip(begin, end, strict=True)]))

    def _spot(self, street: int, piece: int, part: float, apart: float) -> tuple[int, float, float, float, float, int]:
        graph, before = self._graph, self.before
        length = before[graph.shape_first[street + 1] - 1]
        along = before[piece] + part * (before[piece + 1] - before[piece])
        lat = graph.shape_lat[piece] + part * (graph.shape_lat[piece + 1] - graph.shape_lat[piece])
        lon = graph.shape_lon[piece] + part * (graph.shape_lon[piece + 1] - graph.shape_lon[piece])
        share = min(along / length, 1.0) if length > 0 else 0.0
        return street, float(share), apart, float(lat), float(lon), piece


_NOWHERE = (-1, 0.0, float("nan"), float("nan"), float("nan"), -1)
