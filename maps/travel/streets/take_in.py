"""Taking an extract in: read, checked, and kept as the graph that is used from now on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path

from maps.travel.streets.building import build
from maps.travel.streets.extract import Box, ExtractError, read_extract
from maps.travel.streets.graph import StreetGraph
from maps.travel.streets.kept import keep
from maps.travel.streets.profiles import MODES, WALK
from maps.travel.streets.snapping import METRES_A_DEGREE, Snapper
from outreach.ports import Outline, Point

AROUND = 25_000
"""Metres around the district whose streets are kept: hospitals of the next city lie in it."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an extract gave. `kilometres`: of street, by mode. `bare`: the 里 in which no street was found. `skipped`:
    ways left out, by cause; `outside`: points of streets left out, as they lie more than `AROUND` away.
    """

    file: Path
    points: int
    junctions: int
    kilometres: dict[str, int]
    lights: int
    skipped: dict[str, int]
    outside: int
    bare: tuple[str, ...]


def take_in(path: Path, folder: Path, villages: Sequence[Outline], *, anywhere: bool = False) -> TakenIn:
    """Keep the streets of this extract in `folder` in place of those before: those around the `villages`, so that an
    extract of the whole country will do. `anywhere`: all of them, wherever they are.

    Raises `ExtractError` (also `elsewhere`), and then nothing has changed; `OSError`.
    """
    extract = read_extract(path, None if anywhere or not villages else _around(villages))
    graph = build(extract)
    if not graph.snaps[WALK].any():
        raise ExtractError("no_streets", {"points": f"{len(extract.lat):,}", "skipped": "0"})
    bare = _bare(graph, villages)
    if villages and len(bare) == len(villages) and not anywhere:
        south, north = graph.node_lat.min(), graph.node_lat.max()
        west, east = graph.node_lon.min(), graph.node_lon.max()
        bounds = f"{south:.3f}–{north:.3f}, {west:.3f}–{east:.3f}"
        raise ExtractError("elsewhere", {"points": f"{len(extract.lat):,}", "bounds": bounds})
    return TakenIn(
        file=keep(graph, folder),
        points=len(extract.lat),
        junctions=graph.nodes,
        kilometres={
            mode: round(int(graph.metres10[graph.snaps[number]].sum(dtype="int64")) / 10_000)
            for number, mode in enumerate(MODES)
        },
        lights=len(extract.signals),
        skipped=extract.skipped,
        outside=extract.outside,
        bare=bare,
    )


def _around(villages: Sequence[Outline]) -> Box:
    """The rectangle of the 里 with what people may travel to beyond it."""
    corners = [corner for village in villages for ring in village.rings for corner in ring]
    lats, lons = [corner.lat for corner in corners], [corner.lon for corner in corners]
    up = AROUND / METRES_A_DEGREE
    aside = up / cos(radians(max(lats)))
    return min(lats) - up, min(lons) - aside, max(lats) + up, max(lons) + aside


def _bare(graph: StreetGraph, villages: Sequence[Outline]) -> tuple[str, ...]:
    """The 里 that have no street at any corner of their outline nor in their middle."""
    snapper = Snapper(graph)
    found = []
    for village in villages:
        corners = [corner for ring in village.rings for corner in ring]
        middle = Point(
            lat=sum(corner.lat for corner in corners) / len(corners),
            lon=sum(corner.lon for corner in corners) / len(corners),
        )
        if (snapper.snap([middle, *corners], graph.snaps[WALK]).street < 0).all():
            found.append(village.village)
    return tuple(found)
