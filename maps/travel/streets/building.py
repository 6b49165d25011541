"""From an extract to the street graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from maps.travel.streets.extract import Extract
from maps.travel.streets.graph import RANKS, Bools, Floats, Ints, StreetGraph, arcs_of, step_metres
from maps.travel.streets.joining import Stretch, stretches
from maps.travel.streets.nets import nets_of
from maps.travel.streets.profiles import JUNCTION, MODES, SIGNALS

LEAST_NET = 1000
"""Metres of street that a net needs so that places are led to it: a car park's loop is no way to anywhere."""


def build(extract: Extract) -> StreetGraph:
    """The graph of all that somebody may use."""
    streets = stretches(extract)
    numbers, points = _junctions(extract, streets)
    shapes = [stretch.nodes for stretch in streets]
    shape_first, shape = _rows(shapes)
    lat, lon = extract.lat[shape], extract.lon[shape]
    metres = _lengths(lat, lon, shape_first)
    ends = np.array([[numbers[nodes[0]] for nodes in shapes], [numbers[nodes[-1]] for nodes in shapes]], dtype=np.int32)
    along, against = (_tenths(metres, [_speeds(s, back) for s in streets]) for back in (False, True))
    for point, modes in extract.closed.items():
        if (node := int(numbers[point])) >= 0:
            for mode in modes:
                along[mode][ends[1] == node] = 0
                against[mode][ends[0] == node] = 0
    graph = StreetGraph(
        node_lat=extract.lat[points],
        node_lon=extract.lon[points],
        wait=np.zeros((len(MODES), len(points)), dtype=np.int32),
        ends=ends,
        metres10=np.rint(metres * 10).astype(np.int32),
        along=along,
        against=against,
        snaps=np.zeros(along.shape, dtype=bool),
        shape_first=shape_first,
        shape_lat=lat,
        shape_lon=lon,
        **_drawn(extract),
    )
    graph = replace(graph, wait=_waits(graph, np.isin(points, list(extract.signals))))
    return replace(graph, snaps=np.stack([_snaps(graph, mode) for mode in range(len(MODES))]))


def _junctions(extract: Extract, streets: Sequence[Stretch]) -> tuple[Ints, Ints]:
    """The junction at each point, -1 for none; and the points of the junctions, neighbours on the map side by side."""
    used = np.unique(np.array([nodes for s in streets for nodes in (s.nodes[0], s.nodes[-1])], dtype=np.int32))
    lat, lon = extract.lat[used], extract.lon[used]
    # Squares of some 300 metres, interleaved (Morton 1966): what is searched together lies together in memory.
    y, x = ((values - values.min()) / 0.003 for values in (lat, lon))
    order = np.argsort(_spread(y.astype(np.uint64)) << np.uint64(1) | _spread(x.astype(np.uint64)), kind="stable")
    points = used[order]
    numbers = np.full(len(extract.lat), -1, dtype=np.int32)
    numbers[points] = np.arange(len(points), dtype=np.int32)
    return numbers, points


def _spread(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The lower 16 bits with a zero before each."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | bits << np.uint64(shift)) & np.uint64(mask)
    return bits


def _rows(rows: Sequence[Ints]) -> tuple[Ints, Ints]:
    first = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum([len(row) for row in rows], out=first[1:])
    return first, np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)


def _lengths(lat: Floats, lon: Floats, first: Ints) -> Floats:
    steps = np.concatenate([[0.0], step_metres(lat, lon)])
    # From the last point of one street to the first of the next is no way.
    steps[first[:-1]] = 0
    total = np.cumsum(steps)
    lengths: Floats = total[first[1:] - 1] - total[first[:-1]]
    return lengths


def _speeds(stretch: Stretch, back: bool) -> tuple[float, ...]:
    return stretch.allowed.against if back else stretch.allowed.along


def _tenths(metres: Floats, speeds: Sequence[tuple[float, ...]]) -> Ints:
    """Tenths of seconds by mode and street; 0: not allowed."""
    by_mode = np.array(speeds, dtype=np.float64).T
    with np.errstate(divide="ignore"):
        tenths = np.where(by_mode > 0, np.maximum(np.rint(metres * 36 / by_mode), 1), 0)
    return np.minimum(tenths, 2**22).astype(np.int32)


def _waits(graph: StreetGraph, lights: Bools) -> Ints:
    """Tenths of seconds by mode and junction: where at least three of the mode's streets meet, or lights stand."""
    waits = np.zeros((len(MODES), graph.nodes), dtype=np.int32)
    for mode in range(len(MODES)):
        mine = (graph.along[mode] > 0) | (graph.against[mode] > 0)
        met = np.bincount(graph.ends[:, mine].ravel(), minlength=graph.nodes)
        waits[mode] = np.where(lights, SIGNALS[mode], np.where(met >= 3, JUNCTION[mode], 0))
    return waits


def _snaps(graph: StreetGraph, mode: int) -> Bools:
    """The streets of nets of some length."""
    net = nets_of(arcs_of(graph, mode))
    begin, end = net[graph.ends[0]], net[graph.ends[1]]
    inside = (begin == end) & ((graph.along[mode] > 0) | (graph.against[mode] > 0))
    metres10 = np.bincount(begin[inside], weights=graph.metres10[inside], minlength=int(net.max(initial=0)) + 1)
    snaps: Bools = inside & (metres10[begin] >= LEAST_NET * 10)
    return snaps


def _drawn(extract: Extract) -> dict[str, npt.NDArray[Any]]:
    lines = [(RANKS.index(street.rank), street) for street in extract.streets if street.rank is not None]
    lines.sort(key=lambda line: line[0])
    names = {"": 0}
    named = [names.setdefault(street.name.replace("\0", ""), len(names)) for _, street in lines]
    first, points = _rows([street.nodes for _, street in lines])
    return {
        "drawn_first": first,
        "drawn_lat": extract.lat[points],
        "drawn_lon": extract.lon[points],
        "drawn_rank": np.array([rank for rank, _ in lines], dtype=np.uint8),
        "drawn_name": np.array(named, dtype=np.int32),
        "names": np.frombuffer(("\0".join(names) + "\0").encode(), dtype=np.uint8),
    }
