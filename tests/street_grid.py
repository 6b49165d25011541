"""A small town of streets over Anping, as an extract of a street map: what real ones hold, on known ground.

A grid of blocks of about 150 metres; a canal from west to east, which only two bridges cross; streets of one direction;
a cycleway and a footway, steps, lanes, a lane behind a gate; an island without a bridge. Names are invented.

`python -m tests.street_grid FILE.osm.pbf` writes one, to see the demo with `--streets`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

SOUTH, WEST = 22.9650, 120.1470
LAT_STEP, LON_STEP = 0.00135, 0.00146
ROWS, COLUMNS = 31, 28
CANAL = 19
"""The canal runs between this row and the next."""
BRIDGES = (8, 22)
"""The columns whose streets cross it."""
CANAL_NAME = "示範運河"
ISLAND = (22.9585, 120.1400)
"""South-west corner of a ring of lanes that no bridge leads to."""


def lat_of(row: float) -> float:
    """The latitude of a row of the grid."""
    return round(SOUTH + row * LAT_STEP, 7)


def lon_of(column: float) -> float:
    """The longitude of a column of the grid."""
    return round(WEST + column * LON_STEP, 7)


@dataclass
class Drawing:
    """Nodes and ways with their numbers, as they go into the file."""

    nodes: dict[tuple[float, float], int] = field(default_factory=dict)
    marks: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[tuple[list[int], dict[str, str]]] = field(default_factory=list)

    def node(self, lat: float, lon: float, **tags: str) -> int:
        """The node there, made when it is new."""
        number = self.nodes.setdefault((lat, lon), len(self.nodes) + 1)
        if tags:
            self.marks[number] = tags
        return number

    def way(self, nodes: list[int], **tags: str) -> None:
        """One more way. In `tags`, `_` at the end is for Python only, `__` stands for `:`."""
        self.ways.append((nodes, {key.rstrip("_").replace("__", ":"): value for key, value in tags.items()}))

    def write(self, path: Path) -> None:
        """The whole drawing as a file; its ending says in which form (`.osm.pbf`, `.osm`)."""
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for (lat, lon), number in self.nodes.items():
                writer.add_node(Node(id=number, location=(lon, lat), tags=self.marks.get(number, {})))
            for number, (nodes, tags) in enumerate(self.ways, 1):
                writer.add_way(Way(id=number, nodes=nodes, tags=tags))


def street_grid() -> Drawing:
    """The town."""
    town = Drawing()
    for row in range(ROWS):
        corners = list(_along_row(town, row))
        town.way(corners, **_street(row, f"示範{row + 1}街"))
    for column in range(COLUMNS):
        for rows in _banks(column):
            town.way(list(_along_column(town, column, rows)), **_street(column, f"示範{column + 1}路"))
    for column in BRIDGES:
        over = [town.node(lat_of(row), lon_of(column)) for row in (CANAL, CANAL + 1)]
        town.way(over, highway="tertiary", bridge="yes", layer="1", name=f"示範{column + 1}橋")
    _water(town)
    _lanes(town)
    _island(town)
    town.node(lat_of(5), lon_of(5), highway="traffic_signals")
    return town


def write_street_grid(path: Path) -> Path:
    """The town as a file."""
    street_grid().write(path)
    return path


def _street(number: int, name: str) -> dict[str, str]:
    """Every eighth street is broad; of the others, every third is of one direction, by turns the one and the other."""
    if number % 8 == 0:
        return {"highway": "secondary", "name": name, "maxspeed": "50"}
    if number % 8 in (2, 5):
        return {"highway": "residential", "name": name, "oneway": "yes" if number % 8 == 2 else "-1"}
    return {"highway": "residential", "name": name}


def _along_row(town: Drawing, row: int) -> Iterator[int]:
    for column in range(COLUMNS):
        yield town.node(lat_of(row), lon_of(column))
        if column < COLUMNS - 1:
            # Streets are seldom straight: between two corners they bend a little.
            yield town.node(round(lat_of(row) + 0.00004, 7), lon_of(column + 0.5))


def _banks(column: int) -> Iterator[range]:
    yield range(CANAL + 1)
    yield range(CANAL + 1, ROWS)


def _along_column(town: Drawing, column: int, rows: range) -> Iterator[int]:
    for row in rows:
        yield town.node(lat_of(row), lon_of(column))


def _water(town: Drawing) -> None:
    middle = CANAL + 0.5
    line = [town.node(lat_of(middle), lon_of(column)) for column in (-0.5, 13.2, COLUMNS - 0.5)]
    town.way(line, waterway="canal", name=CANAL_NAME, width="40")
    pond = [(12.3, 3.3), (12.3, 3.7), (12.7, 3.7), (12.7, 3.3), (12.3, 3.3)]
    town.way([town.node(lat_of(row), lon_of(column)) for row, column in pond], natural="water", name="示範池")


def _lanes(town: Drawing) -> None:
    """Short ways inside blocks, each of its own kind."""

    def inside(row: int, column: int, **tags: str) -> None:
        ends = [town.node(lat_of(row), lon_of(column)), town.node(lat_of(row + 0.5), lon_of(column + 0.3))]
        town.way([*ends, town.node(lat_of(row + 1), lon_of(column + 1))], **tags)

    inside(3, 3, highway="footway")
    inside(4, 10, highway="steps")
    inside(6, 6, highway="cycleway", foot="no")
    inside(9, 12, highway="service", service="alley", name="示範巷")
    inside(10, 15, highway="service", access="private")
    inside(11, 18, highway="pedestrian")
    inside(13, 6, highway="path")
    inside(14, 20, highway="residential", access="no", foot="yes")
    inside(15, 15, highway="construction")
    # A gate in the middle of a lane: who walks goes through.
    gate = town.node(lat_of(17.5), lon_of(10.5), barrier="bollard")
    town.way([town.node(lat_of(17), lon_of(10)), gate, town.node(lat_of(18), lon_of(11))], highway="living_street")
    # A motorway along the east, with nothing to enter it by.
    town.way([town.node(lat_of(row), lon_of(COLUMNS + 2)) for row in (0, ROWS)], highway="motorway", ref="8")


def _island(town: Drawing) -> None:
    lat, lon = ISLAND
    corners = [(lat, lon), (lat, lon + 0.004), (lat + 0.004, lon + 0.004), (lat + 0.004, lon), (lat, lon)]
    ring = [town.node(round(a, 7), round(b, 7)) for a, b in corners]
    town.way(ring, highway="residential", name="示範島路")


if __name__ == "__main__":
    print(write_street_grid(Path(sys.argv[1])))
