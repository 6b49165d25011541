"""Towns drawn at random: whatever the streets are like, three ways to find the way agree."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.graph import StreetGraph, arcs_of, step_metres
from maps.travel.streets.profiles import MODES
from maps.travel.streets.travel import Streets, StreetTravel, search_here, straight_along
from outreach.ports import Point
from tests.street_grid import Drawing

KINDS = (
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "tertiary", "oneway": "-1"},
    {"highway": "primary", "maxspeed": "40"},
    {"highway": "footway"},
    {"highway": "service", "access": "private"},
    {"highway": "living_street"},
)


def town(seed: int, tmp_path: Path) -> tuple[StreetGraph, list[Point]]:
    """Streets of two to five points between places of a square of two kilometres, many of them meeting."""
    draw, drawing = Random(seed), Drawing()
    spots = [(round(23 + draw.random() / 50, 5), round(120.2 + draw.random() / 50, 5)) for _ in range(50)]
    for _ in range(60):
        way = draw.sample(spots, draw.randint(2, 5))
        drawing.way([drawing.node(*spot) for spot in way], **draw.choice(KINDS))
    for spot in draw.sample(spots, 4):
        drawing.node(*spot, **draw.choice([{"highway": "traffic_signals"}, {"barrier": "bollard"}]))
    drawing.write(tmp_path / "town.osm.pbf")
    points = [Point(lat=23 + draw.random() / 50, lon=120.2 + draw.random() / 50) for _ in range(14)]
    return build(read_extract(tmp_path / "town.osm.pbf")), points


@pytest.mark.parametrize("seed", range(12))
def test_matrix_ways_and_scipy_agree(seed: int, tmp_path: Path) -> None:
    graph, points = town(seed, tmp_path)
    travel, streets = StreetTravel(lambda: graph), Streets(graph)
    for number, mode in enumerate(MODES):
        matrix = travel.matrix(points, mode)
        for a, start in enumerate(points):
            for b, end in enumerate(points):
                way = travel.way(start, end, mode)
                assert (way.seconds, way.metres) == (matrix.seconds[a, b], matrix.metres[a, b])
        places, doors = streets.placed(points, number)
        ((tenths, metres10),) = search_here([(streets.arcs(number), doors)])
        straight_along(places, doors, tenths, metres10)
        arcs = arcs_of(graph, number)
        # Of two streets between the same junctions, scipy would add up the times.
        network = np.full((graph.nodes, graph.nodes), np.inf)
        tails = np.repeat(np.arange(graph.nodes), np.diff(arcs.first))
        np.minimum.at(network, (tails, arcs.head), arcs.tenths)
        between = dijkstra(csr_array(np.where(np.isinf(network), 0, network)))
        np.fill_diagonal(between, 0)
        for a in range(len(points)):
            for b in range(len(points)):
                found = [
                    doors.leave[one, a] + between[doors.node[one, a], doors.node[other, b]] + doors.arrive[other, b]
                    for one in (0, 1)
                    for other in (0, 1)
                    if doors.leave[one, a] >= 0 and doors.arrive[other, b] >= 0
                ]
                around = min(found, default=np.inf)
                if places.street[a] == places.street[b]:
                    assert 0 <= tenths[a, b] <= around or (tenths[a, b] == -1 and np.isinf(around))
                else:
                    assert tenths[a, b] == (-1 if np.isinf(around) else around)


@pytest.mark.parametrize("seed", range(12))
def test_no_metre_is_lost_where_streets_are_joined(seed: int, tmp_path: Path) -> None:
    graph, _ = town(seed, tmp_path)
    extract = read_extract(tmp_path / "town.osm.pbf")
    usable = [street for street in extract.streets if street.allowed is not None]
    drawn = sum(step_metres(extract.lat[street.nodes], extract.lon[street.nodes]).sum() for street in usable)
    assert graph.metres10.sum() / 10 == pytest.approx(drawn, abs=0.06 * graph.edges)
    # Every street ends where a junction is.
    first, last = graph.shape_first[:-1], graph.shape_first[1:] - 1
    for side, index in ((0, first), (1, last)):
        assert np.array_equal(graph.shape_lat[index], graph.node_lat[graph.ends[side]])
        assert np.array_equal(graph.shape_lon[index], graph.node_lon[graph.ends[side]])
