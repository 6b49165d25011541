"""The way from one place to another along the streets, in plain Python: one leg needs no compiled search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import hypot

import numpy as np

from maps.travel.streets.doors import Doors, same_street
from maps.travel.streets.graph import Arcs, Floats, StreetGraph
from maps.travel.streets.snapping import METRES_A_DEGREE, Snapped
from outreach.ports import Point

SAFE = 0.97
"""The guessed rest of a way is shortened by this, as the plane it is measured on is not the earth."""


@dataclass(frozen=True, slots=True)
class Found:
    """A way: tenths of seconds, decimetres, and the streets in order with how much of each, as two shares of it."""

    tenths: int
    metres10: int
    streets: Sequence[tuple[int, float, float]]


class Net:
    """One mode's streets, for single ways."""

    def __init__(self, graph: StreetGraph, arcs: Arcs) -> None:
        self.graph = graph
        # Read number by number, a view is quicker than an array and smaller than a list.
        self.first, self.head, self.street = arcs.first.data, arcs.head.data, arcs.street.data
        self.tenths, self.metres10 = arcs.tenths.data, arcs.metres10.data
        cosine = float(np.cos(np.radians(graph.node_lat.mean()))) if graph.nodes else 1.0
        self._x = (graph.node_lon * cosine * METRES_A_DEGREE).data
        self._y = (graph.node_lat * METRES_A_DEGREE).data
        fastest = float((arcs.metres10 / arcs.tenths).max()) if len(arcs.head) else 1.0
        self._pace = SAFE * 10 / fastest

    def rest_to(self, *goals: int) -> Callable[[int], int]:
        """At most the tenths of seconds from a junction to the nearest of these."""
        x, y, pace, there = self._x, self._y, self._pace, [(self._x[goal], self._y[goal]) for goal in goals]
        return lambda node: int(min(hypot(x[node] - a, y[node] - b) for a, b in there) * pace)


Label = tuple[int, int]
"""Tenths of seconds and decimetres from the start."""


@dataclass(slots=True)
class _Search:
    """One search: the best label of each junction that was reached, and from where: the junction before (-1: the start)
    and the street.
    """

    net: Net
    rest: Callable[[int], int]
    label: dict[int, Label] = field(default_factory=dict)
    back: dict[int, tuple[int, int]] = field(default_factory=dict)
    heap: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, node: int, label: Label, before: int, street: int) -> None:
        """Note a way to the junction, if it is a better one."""
        if node not in self.label or label < self.label[node]:
            self.label[node], self.back[node] = label, (before, street)
            heappush(self.heap, (label[0] + self.rest(node), *label, node))

    def onward(self, node: int) -> None:
        """Note the ways from this junction."""
        net, (tenths, metres10) = self.net, self.label[node]
        for arc in range(net.first[node], net.first[node + 1]):
            there = (tenths + net.tenths[arc], metres10 + net.metres10[arc])
            self.reach(net.head[arc], there, node, net.street[arc])

    def streets_to(self, node: int, share: float) -> list[tuple[int, float, float]]:
        """The streets that led to this junction, the first one from `share` of it."""
        streets: list[tuple[int, float, float]] = []
        while True:
            before, street = self.back[node]
            begin, end = self.net.graph.ends[:, street]
            if before < 0:
                side = -1 - before
                return [(street, share, float(side)), *streets[::-1]]
            streets.append((street, 0.0, 1.0) if (begin, end) == (before, node) else (street, 1.0, 0.0))
            node = before


def find_way(net: Net, doors: Doors, places: Snapped) -> Found | None:
    """The quickest way from the first place to the second, of equally quick ones the shortest; `None` without one.

    A* (Hart, Nilsson, Raphael 1968) that looks at a junction again when it is reached better.
    """
    if (places.street < 0).any():
        return None
    here, there = int(doors.street[0]), int(doors.street[1])
    shares = (float(places.share[0]), float(places.share[1]))
    straight = same_street(doors, 0, 1, shares) if here == there else None
    best, by = straight, -1
    arrivals = [(int(doors.node[side, 1]), side) for side in (0, 1) if doors.arrive[side, 1] >= 0]
    search = _Search(net, net.rest_to(*(node for node, _ in arrivals)))
    for side in (0, 1):
        if doors.leave[side, 0] >= 0 and arrivals:
            begin = (int(doors.leave[side, 0]), int(doors.metres10[side, 0]))
            search.reach(int(doors.node[side, 0]), begin, -1 - side, here)
    while search.heap:
        guess, *label, node = heappop(search.heap)
        if best is not None and guess > best[0]:
            break
        if search.label[node] != tuple(label):
            continue
        for goal, side in arrivals:
            arrived = (label[0] + int(doors.arrive[side, 1]), label[1] + int(doors.metres10[side, 1]))
            if goal == node and (best is None or arrived < best):
                best, by = arrived, side
        search.onward(node)
    if best is None:
        return None
    if by < 0:
        return Found(*best, [(here, *shares)])
    streets = search.streets_to(int(doors.node[by, 1]), shares[0])
    return Found(*best, [*streets, (there, float(by), shares[1])])


def line_of(graph: StreetGraph, before: Floats, streets: Sequence[tuple[int, float, float]]) -> list[Point]:
    """The points along these parts of streets. `before`: metres from a street's begin to each point of the shapes."""
    line: list[Point] = []
    for street, begin, end in streets:
        low, high = graph.shape_first[street], graph.shape_first[street + 1]
        metres = before[low:high]
        at = np.array([begin, end]) * metres[-1]
        lats = np.interp(at, metres, graph.shape_lat[low:high])
        lons = np.interp(at, metres, graph.shape_lon[low:high])
        inner = np.flatnonzero((metres > at.min()) & (metres < at.max()))
        if end < begin:
            inner = inner[::-1]
        corners = [
            (lats[0], lons[0]),
            *zip(graph.shape_lat[low + inner], graph.shape_lon[low + inner], strict=True),
            (lats[1], lons[1]),
        ]
        for lat, lon in corners:
            point = Point(lat=round(float(lat), 7), lon=round(float(lon), 7))
            if not line or line[-1] != point:
                line.append(point)
    return line
