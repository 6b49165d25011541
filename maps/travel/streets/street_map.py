"""The lines of the streets and waters of an extract, as a map draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from maps.travel.streets.graph import RANKS, StreetGraph
from outreach.ports import Point, StreetLine


class DrawnStreets:
    """`StreetMap` from a street graph, which is asked for when it is needed; without one, nothing is known."""

    def __init__(self, graph: Callable[[], StreetGraph | None]) -> None:
        self._graph = graph

    def lines(self, south_west: Point, north_east: Point) -> Sequence[StreetLine]:
        """What crosses this rectangle, the smaller ranks first and water before all."""
        graph = self._graph()
        if graph is None or not len(graph.drawn_rank):
            return ()
        first = graph.drawn_first[:-1]
        south, north = (edge.reduceat(graph.drawn_lat, first) for edge in (np.minimum, np.maximum))
        west, east = (edge.reduceat(graph.drawn_lon, first) for edge in (np.minimum, np.maximum))
        crosses = (south <= north_east.lat) & (north >= south_west.lat)
        crosses &= (west <= north_east.lon) & (east >= south_west.lon)
        return [_line(graph, number) for number in np.flatnonzero(crosses).tolist()]


def _line(graph: StreetGraph, number: int) -> StreetLine:
    one = slice(graph.drawn_first[number], graph.drawn_first[number + 1])
    corners = zip(graph.drawn_lat[one].tolist(), graph.drawn_lon[one].tolist(), strict=True)
    return StreetLine(
        rank=RANKS[graph.drawn_rank[number]],
        name=graph.name_texts[graph.drawn_name[number]],
        line=tuple(Point(lat=lat, lon=lon) for lat, lon in corners),
    )
