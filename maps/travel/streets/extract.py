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
    """The extract cannot be used. `code`: `unreadable`, `no_streets`, `foreign`, `too_large`; `facts`: counts and the
    first examples, as they are shown.
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
    that cannot pass a point. `skipped`: ways left out, by cause.
    """

    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    streets: Sequence[Street]
    signals: frozenset[int]
    closed: dict[int, frozenset[int]]
    skipped: dict[str, int]


@dataclass(slots=True)
class _Raw:
    """The ways as they are read, their nodes still under the numbers of the file."""

    ways: list[tuple[list[int], Allowed | None, StreetRank | None, str]] = field(default_factory=list)
    wanted: set[int] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)


def read_extract(path: Path) -> Extract:
    """The streets and waters of the file. Raises `ExtractError`, `OSError` when it cannot be opened.

    The file is read twice: which points belong to streets is known only afterwards, and most points do not.
    """
    with path.open("rb"):
        pass
    try:
        raw = _ways(path)
        found = _points(path, raw.wanted)
    except ExtractError:
        raise
    # What the reader says of a broken file, in several ways.
    except (RuntimeError, ValueError, OSError) as error:
        raise ExtractError("unreadable", {"detail": str(error)[:200]}) from None
    extract = _put_together(raw, found)
    _refuse_useless(extract)
    return extract


def _ways(path: Path) -> _Raw:
    raw = _Raw()
    wanted = osmium.filter.KeyFilter("highway", "waterway", "natural")
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(wanted):
        assert isinstance(way, osmium.osm.Way)
        tags = {tag.k: tag.v for tag in way.tags}
        rank, who = rank_of(tags), allowed(tags)
        usable = any(who.along) or any(who.against)
        if not usable and rank is None:
            raw.skipped[tags.get("highway", "other")] += 1
            continue
        nodes = [node.ref for node in way.nodes]
        if len(nodes) < 2:
            raw.skipped["without_points"] += 1
            continue
        raw.wanted.update(nodes)
        if len(raw.wanted) > MOST_NODES:
            raise ExtractError("too_large", {"most": f"{MOST_NODES:,}"})
        raw.ways.append((nodes, who if usable else None, rank, tags.get("name", "")))
    return raw


@dataclass(slots=True)
class _Found:
    index: dict[int, int] = field(default_factory=dict)
    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    signals: set[int] = field(default_factory=set)
    closed: dict[int, frozenset[int]] = field(default_factory=dict)


def _points(path: Path, wanted: set[int]) -> _Found:
    found = _Found()
    if not wanted:
        return found
    only = osmium.filter.IdFilter(wanted)
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE).with_filter(only):
        assert isinstance(node, osmium.osm.Node)
        place = node.location
        if not place.valid() or node.id in found.index:
            continue
        number = found.index[node.id] = len(found.lat)
        found.lat.append(place.lat)
        found.lon.append(place.lon)
        if len(node.tags):
            tags = {tag.k: tag.v for tag in node.tags}
            if tags.get("highway") == "traffic_signals":
                found.signals.add(number)
            if modes := stopped(tags):
                found.closed[number] = modes
    return found


def _put_together(raw: _Raw, found: _Found) -> Extract:
    streets = []
    for nodes, who, rank, name in raw.ways:
        pieces = list(_known(nodes, found.index))
        if not pieces:
            raw.skipped["without_points"] += 1
        streets += [Street(np.array(piece, dtype=np.int32), who, rank, name) for piece in pieces]
    return Extract(
        lat=np.array(found.lat, dtype=np.float64),
        lon=np.array(found.lon, dtype=np.float64),
        streets=streets,
        signals=frozenset(found.signals),
        closed=found.closed,
        skipped=dict(raw.skipped),
    )


def _known(nodes: Sequence[int], index: dict[int, int]) -> Iterator[list[int]]:
    """The stretches of a way whose points are in the file: at its border a way may be cut."""
    piece: list[int] = []
    for node in nodes:
        here = index.get(node)
        if here is not None and (not piece or piece[-1] != here):
            piece.append(here)
        if here is None and piece:
            if len(piece) > 1:
                yield piece
            piece = []
    if len(piece) > 1:
        yield piece


def _refuse_useless(extract: Extract) -> None:
    usable = [street for street in extract.streets if street.allowed is not None]
    if not usable:
        skipped = "、".join(f"{cause} {count}" for cause, count in sorted(extract.skipped.items())[:EXAMPLES])
        raise ExtractError("no_streets", {"points": f"{len(extract.lat):,}", "skipped": skipped or "0"})
    south, west, north, east = TAIWAN
    inside = (extract.lat >= south) & (extract.lat <= north) & (extract.lon >= west) & (extract.lon <= east)
    if not inside.any():
        first = (f"{lat:.4f}, {lon:.4f}" for lat, lon in zip(extract.lat[:EXAMPLES], extract.lon, strict=False))
        raise ExtractError("foreign", {"streets": f"{len(usable):,}", "examples": "；".join(first)})
