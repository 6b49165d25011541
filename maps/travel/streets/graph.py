"""The street network as arrays: junctions, the streets between them, and the lines to draw."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt
from geopy.distance import EARTH_RADIUS

from outreach.ports import StreetRank

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

RANKS: tuple[StreetRank, ...] = ("water", "path", "lane", "street", "main")
"""By their number in `StreetGraph.drawn_rank`, the order in which they are drawn."""


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """A street network. N junctions (and dead ends), E streets between two of them, M modes in the order of
    `profiles.MODES`.

    `node_lat`, `node_lon` (N): degrees. `wait` (M, N): tenths of seconds that entering a junction takes.
    `ends` (2, E): the junctions a street begins and ends at. `metres10` (E): its length in decimetres. `along`,
    `against` (M, E): tenths of seconds from begin to end and back, 0 where that is not allowed. `snaps` (M, E): whether
    places may be led to it: it belongs to a net of some size. `shape_first` (E + 1), `shape_lat`, `shape_lon`: the
    points of street e are `shape_first[e] : shape_first[e + 1]`, both junctions included.
    `drawn_first`, `drawn_lat`, `drawn_lon`, `drawn_rank`, `drawn_name`: lines to draw, the name as an index into
    `names`, which are UTF-8 with a zero byte between.
    """

    node_lat: Floats
    node_lon: Floats
    wait: Ints
    ends: Ints
    metres10: Ints
    along: Ints
    against: Ints
    snaps: Bools
    shape_first: Ints
    shape_lat: Floats
    shape_lon: Floats
    drawn_first: Ints
    drawn_lat: Floats
    drawn_lon: Floats
    drawn_rank: npt.NDArray[np.uint8]
    drawn_name: Ints
    names: npt.NDArray[np.uint8]

    @property
    def nodes(self) -> int:
        """The number of junctions."""
        return len(self.node_lat)

    @property
    def edges(self) -> int:
        """The number of streets between junctions."""
        return len(self.metres10)

    @cached_property
    def name_texts(self) -> list[str]:
        """The names of the lines, the first one empty."""
        return bytes(self.names).decode("utf-8").split("\0")


ARRAYS = tuple(field.name for field in fields(StreetGraph))


@dataclass(frozen=True, slots=True)
class Arcs:
    """What one mode may travel: arcs from junction n are `first[n] : first[n + 1]` of the other arrays. `tenths`: the
    junction at its end included, at least 1.
    """

    first: Ints
    head: Ints
    tenths: Ints
    metres10: Ints
    street: Ints


def arcs_of(graph: StreetGraph, mode: int) -> Arcs:
    """The directed network of one mode."""
    begin, end = graph.ends
    there, back = np.flatnonzero(graph.along[mode]), np.flatnonzero(graph.against[mode])
    tail, head = np.concatenate([begin[there], end[back]]), np.concatenate([end[there], begin[back]])
    street = np.concatenate([there, back]).astype(np.int32)
    tenths = np.concatenate([graph.along[mode][there], graph.against[mode][back]])
    order = np.lexsort((head, tail))
    first = np.zeros(graph.nodes + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=graph.nodes), out=first[1:])
    head, street = np.ascontiguousarray(head[order]), np.ascontiguousarray(street[order])
    cost = np.maximum(tenths[order] + graph.wait[mode][head], 1).astype(np.int32)
    return Arcs(first, head, cost, np.ascontiguousarray(graph.metres10[street]), street)


def step_metres(lat: Floats, lon: Floats) -> Floats:
    """Metres from each point to the next, great circle (haversine, geopy's sphere); shape (n - 1,)."""
    lat, lon = np.radians(lat), np.radians(lon)
    half = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    metres: Floats = 2000 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return metres
