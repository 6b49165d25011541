"""Reading an extract of a street map: the streets that somebody may use, and the lines to draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium

from maps.travel.streets.profiles import Allowed, allowed, rank_of, stopped
from outreach.ports import StreetRank

MOST_NODES = 4_000_000
"""Points of streets and water in one extract: more than a city and all around it."""
TAIWAN = (20.5, 116.0, 26.6, 123.0)
"""South, west, north, east: Taiwan with Kinmen, Matsu and the islands of the South China Sea that it holds near by."""
EXAMPLES = 5


class ExtractError(Exception):
    """The extract cannot be used. `code`: `unreadable`, `no_streets`, `foreign` (not in Taiwan), `elsewhere`,
    `too_large`; `facts`: counts and the first examples, as they are shown.
    """

    def __init__(self, code: str, facts: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts or {}


@dataclass(frozen=True, slots=True)
class Street:
    """One way of the extract: its nodes (as indexes into the points), who may use it, its rank and name."""

    nodes: npt.NDArray[np.int32]
    allowed: Allowed | None
    rank: StreetRank | None
    name: str


@dataclass(frozen=True, slots=True)
class Extract:
    """What an extract holds. `lat`, `lon`: degrees, by point. `signals`: points with lights. `closed`: the modes
    that cannot pass a point. `skipped`: ways left out, by cause; `outside`: points of streets left out, as they lie
    elsewhere.
    """

    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    streets: Sequence[Street]
    signals: frozenset[int]
    closed: dict[int, frozenset[int]]
    skipped: dict[str, int]
    outside: int


Box = tuple[float, float, float, float]
"""South, west, north, east, degrees."""


def read_extract(path: Path, within: Box | None = None) -> Extract:
    """The streets and waters of the file; only those inside of `within`, if it is given.

    The file is read once. The reader keeps where all its points are meanwhile: 16 bytes each. Raises `ExtractError`,
    `OSError` when it cannot be opened.
    """
    with path.open("rb"):
        pass
    reading = _Reading(within)
    try:
        # Of a file that names a point more than once, or not in order, this storage takes what it finds.
        objects = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations("sparse_mem_array")
        for one in objects.with_filter(osmium.filter.KeyFilter("highway", "waterway", "natural", "barrier")):
            tags = {tag.k: tag.v for tag in one.tags}
            if isinstance(one, osmium.osm.Node):
                reading.node(one.id, tags)
            elif isinstance(one, osmium.osm.Way):
                reading.way(one, tags)
    # What the reader says of a broken file, in several ways.
    except (RuntimeError, ValueError, OSError) as error:
        raise ExtractError("unreadable", {"detail": str(error)[:200]}) from None
    extract = reading.extract()
    _refuse_useless(extract, reading)
    return extract


@dataclass(slots=True)
class _Reading:
    """What has been read so far. `outside`: the first points that lie elsewhere; `beyond`: how many times such a point
    was met; `bounds`: of those.
    """

    within: Box | None
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    streets: list[Street] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    outside: list[tuple[float, float]] = field(default_factory=list)
    beyond: int = 0
    bounds: Box = (90.0, 180.0, -90.0, -180.0)
    _index: dict[int, int] = field(default_factory=dict)
    _lights: set[int] = field(default_factory=set)
    _closed: dict[int, frozenset[int]] = field(default_factory=dict)

    def node(self, number: int, tags: dict[str, str]) -> None:
        """A point with tags: lights, or what stands in the way."""
        if tags.get("highway") == "traffic_signals":
            self._lights.add(number)
        if modes := stopped(tags):
            self._closed[number] = modes

    def way(self, way: osmium.osm.Way, tags: dict[str, str]) -> None:
        """A street, a water, or something else."""
        rank, who = rank_of(tags), allowed(tags)
        usable = any(who.along) or any(who.against)
        if not usable and rank is None:
            self.skipped[tags.get("highway", "other")] += 1
            return
        pieces = list(self._pieces(way))
        known = sum(map(len, pieces))
        if not known and not self.within:
            self.skipped["without_points"] += 1
        name = tags.get("name", "")
        self.streets += [Street(np.array(one, dtype=np.int32), who if usable else None, rank, name) for one in pieces]

    def _pieces(self, way: osmium.osm.Way) -> Iterator[list[int]]:
        """The stretches of a way whose points are known and inside: at a border a way may be cut."""
        piece: list[int] = []
        for node in way.nodes:
            here = self._point(node)
            if here is not None and (not piece or piece[-1] != here):
                piece.append(here)
            if here is None:
                if len(piece) > 1:
                    yield piece
                piece = []
        if len(piece) > 1:
            yield piece

    def _point(self, node: osmium.osm.NodeRef) -> int | None:
        known = self._index.get(node.ref)
        place = node.location
        if known is not None or not place.valid():
            return known
        lat, lon = place.lat, place.lon
        south, west, north, east = self.within or (-90.0, -180.0, 90.0, 180.0)
        if not (south <= lat <= north and west <= lon <= east):
            self._elsewhere(lat, lon)
            return None
        if len(self.lat) >= MOST_NODES:
            raise ExtractError("too_large", {"most": f"{MOST_NODES:,}"})
        self._index[node.ref] = len(self.lat)
        self.lat.append(lat)
        self.lon.append(lon)
        return len(self.lat) - 1

    def _elsewhere(self, lat: float, lon: float) -> None:
        self.beyond += 1
        south, west, north, east = self.bounds
        self.bounds = (min(south, lat), min(west, lon), max(north, lat), max(east, lon))
        if len(self.outside) < EXAMPLES and (lat, lon) not in self.outside:
            self.outside.append((lat, lon))

    def extract(self) -> Extract:
        """All of it."""
        index = self._index
        return Extract(
            lat=np.array(self.lat, dtype=np.float64),
            lon=np.array(self.lon, dtype=np.float64),
            streets=self.streets,
            signals=frozenset(index[one] for one in self._lights if one in index),
            closed={index[one]: modes for one, modes in self._closed.items() if one in index},
            skipped=dict(self.skipped),
            outside=self.beyond,
        )


def _refuse_useless(extract: Extract, reading: _Reading) -> None:
    usable = [street for street in extract.streets if street.allowed is not None]
    if not usable and reading.outside:
        if not any(_inside(TAIWAN, *point) for point in reading.outside):
            raise ExtractError("foreign", {"points": f"{reading.beyond:,}", "examples": _examples(reading.outside)})
        south, west, north, east = reading.bounds
        bounds = f"{south:.3f}–{north:.3f}, {west:.3f}–{east:.3f}"
        raise ExtractError("elsewhere", {"points": f"{reading.beyond:,}", "bounds": bounds})
    if not usable:
        skipped = "、".join(f"{cause} {count}" for cause, count in sorted(extract.skipped.items())[:EXAMPLES])
        raise ExtractError("no_streets", {"points": f"{len(extract.lat):,}", "skipped": skipped or "0"})
    points = list(zip(extract.lat.tolist(), extract.lon.tolist(), strict=True))
    if not any(_inside(TAIWAN, *point) for point in points):
        raise ExtractError("foreign", {"points": f"{len(points):,}", "examples": _examples(points[:EXAMPLES])})


def _inside(box: Box, lat: float, lon: float) -> bool:
    south, west, north, east = box
    return south <= lat <= north and west <= lon <= east


def _examples(points: Sequence[tuple[float, float]]) -> str:
    return "；".join(f"{lat:.4f}, {lon:.4f}" for lat, lon in points)
