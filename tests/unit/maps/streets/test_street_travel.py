from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from random import Random

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from maps.travel.estimate import EstimatedTravel
from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.graph import StreetGraph, arcs_of
from maps.travel.streets.nets import nets_of
from maps.travel.streets.profiles import MODES
from maps.travel.streets.travel import Streets, StreetTravel, search_here, straight_along
from outreach.ports import Point
from tests.street_grid import BRIDGES, CANAL, ISLAND, LAT_STEP, LON_STEP, lat_of, lon_of, write_street_grid

ISLANDER = Point(lat=ISLAND[0] + 0.0001, lon=ISLAND[1] + 0.002)
FAR_OUT = Point(lat=22.9, lon=120.1)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> StreetGraph:
    return build(read_extract(write_street_grid(tmp_path_factory.mktemp("town") / "grid.osm.pbf")))


@pytest.fixture(scope="module")
def travel(graph: StreetGraph) -> Iterator[StreetTravel]:
    yield StreetTravel(lambda: graph)


def at(row: float, column: float) -> Point:
    return Point(lat=lat_of(row), lon=lon_of(column))


def scattered(count: int, seed: int) -> list[Point]:
    draw = Random(seed)
    return [at(draw.uniform(0.2, 30), draw.uniform(0.2, 27)) for _ in range(count)]


def crossings(line: tuple[Point, ...]) -> list[float]:
    """The columns in which a line crosses the canal."""
    middle, found = lat_of(CANAL + 0.5), list[float]()
    for a, b in pairwise(line):
        if (a.lat - middle) * (b.lat - middle) < 0:
            share = (middle - a.lat) / (b.lat - a.lat)
            found.append((a.lon + share * (b.lon - a.lon) - lon_of(0)) / LON_STEP)
    return found


@pytest.mark.parametrize("mode", MODES)
def test_whoever_crosses_the_canal_keeps_to_a_bridge(travel: StreetTravel, mode: str) -> None:
    for column in range(0, 28, 3):
        way = travel.way(at(CANAL - 2.5, column + 0.4), at(CANAL + 3.5, column + 0.4), mode)
        assert way.source == "street"
        assert [round(where, 3) for where in crossings(way.line)] in ([BRIDGES[0]], [BRIDGES[1]])


def test_one_ways_make_the_way_back_another(travel: StreetTravel) -> None:
    # Row 2 runs east: along it one way, around a block the other.
    there, back = at(2, 10.3), at(2, 10.7)
    matrix = travel.matrix((there, back), "scooter")
    assert matrix.metres[0, 1] < 80 < 300 < matrix.metres[1, 0]
    walked = travel.matrix((there, back), "walk")
    assert walked.metres[0, 1] == walked.metres[1, 0]
    # Row 5 runs west.
    turned = travel.matrix((at(5, 10.3), at(5, 10.7)), "scooter")
    assert turned.metres[1, 0] < 80 < 300 < turned.metres[0, 1]


def test_each_leg_has_the_figures_of_the_matrix(travel: StreetTravel) -> None:
    points = [*scattered(14, 1), ISLANDER, FAR_OUT, at(2, 3.2), at(2, 3.8)]
    for mode in MODES:
        matrix = travel.matrix(points, mode)
        assert matrix.guessed is not None
        for a, start in enumerate(points):
            for b, end in enumerate(points):
                way = travel.way(start, end, mode)
                assert (way.seconds, way.metres) == (matrix.seconds[a, b], matrix.metres[a, b]), (mode, a, b)
                assert (way.source == "estimate") == (a == b or bool(matrix.guessed[a, b]))


def test_the_line_is_as_long_as_the_leg(travel: StreetTravel) -> None:
    for start, end in pairwise(scattered(20, 2)):
        way = travel.way(start, end, "walk")
        north, east = 111_195, 111_195 * np.cos(np.radians(22.98))
        drawn = sum(hypot((a.lat - b.lat) * north, (a.lon - b.lon) * east) for a, b in pairwise(way.line))
        assert drawn == pytest.approx(way.metres, rel=0.005, abs=5)
        assert (way.line[0], way.line[-1]) == (start, end)


@pytest.mark.parametrize("mode", range(len(MODES)), ids=MODES)
def test_the_search_agrees_with_scipys(graph: StreetGraph, mode: int) -> None:
    """Between junctions: where a place stands on one, its doors take nothing but the junction's own time."""
    streets, arcs = Streets(graph), arcs_of(graph, mode)
    points = scattered(60, 3)
    places, doors = streets.placed(points, mode)
    ((tenths, metres10),) = search_here([(streets.arcs(mode), doors)])
    straight_along(places, doors, tenths, metres10)
    network = csr_array((arcs.tenths, arcs.head, arcs.first), shape=(graph.nodes, graph.nodes))
    between = dijkstra(network)
    for a in range(len(points)):
        for b in range(len(points)):
            if places.street[a] == places.street[b]:
                continue
            ways = [
                doors.leave[one, a] + between[doors.node[one, a], doors.node[other, b]] + doors.arrive[other, b]
                for one in (0, 1)
                for other in (0, 1)
                if doors.leave[one, a] >= 0 and doors.arrive[other, b] >= 0
            ]
            assert tenths[a, b] == min(ways)


@pytest.mark.parametrize("mode", range(len(MODES)), ids=MODES)
def test_nets_agree_with_scipys(graph: StreetGraph, mode: int) -> None:
    arcs = arcs_of(graph, mode)
    network = csr_array((arcs.tenths, arcs.head, arcs.first), shape=(graph.nodes, graph.nodes))
    count, expected = connected_components(network, connection="strong")
    found = nets_of(arcs)
    assert len(set(zip(expected.tolist(), found.tolist(), strict=True))) == count == len(set(found.tolist()))


def test_a_place_no_way_leads_to_is_estimated_and_told(travel: StreetTravel) -> None:
    points = [at(3, 3), at(8, 8), ISLANDER, FAR_OUT]
    matrix, guess = travel.matrix(points, "car"), EstimatedTravel().matrix(points, "car")
    assert matrix.guessed is not None and matrix.off_street is not None
    assert matrix.guessed.tolist() == [[a != b and (a > 1 or b > 1) for b in range(4)] for a in range(4)]
    assert (matrix.seconds == guess.seconds)[matrix.guessed].all()
    assert (matrix.metres == guess.metres)[matrix.guessed].all()
    assert np.isnan(matrix.off_street).tolist() == [False, False, False, True]
    assert travel.way(points[0], FAR_OUT, "car") == EstimatedTravel().way(points[0], FAR_OUT, "car")


def test_how_far_a_place_is_from_its_street_is_told_and_walked(travel: StreetTravel) -> None:
    beside, inside = at(12, 12.25), at(12.5, 12.5)
    matrix = travel.matrix((beside, inside), "walk")
    assert matrix.off_street is not None
    assert matrix.off_street[0] < 5
    assert matrix.off_street[1] == pytest.approx((0.5 * LAT_STEP - 0.00004) * 111_195, abs=1)
    assert matrix.metres[0, 1] > matrix.off_street[1]


def test_nobody_is_led_to_a_street_that_is_not_for_them(travel: StreetTravel) -> None:
    """By the private lane, the motorway and the steps."""
    middle_of_steps = at(4.5, 10.3)
    walked, driven = (travel.matrix((middle_of_steps, at(0, 0)), mode) for mode in ("walk", "car"))
    assert walked.off_street is not None and driven.off_street is not None
    assert walked.off_street[0] < 1 < 40 < driven.off_street[0]
    by_the_motorway = Point(lat=lat_of(20), lon=lon_of(29.9))
    assert np.isnan(travel.matrix((by_the_motorway, at(0, 0)), "scooter").off_street).tolist() == [True, False]  # type: ignore[arg-type]


def test_without_streets_it_is_the_estimate() -> None:
    points = scattered(5, 4)
    bare = StreetTravel(lambda: None)
    matrix, guess = bare.matrix(points, "walk"), EstimatedTravel().matrix(points, "walk")
    assert (matrix.seconds == guess.seconds).all()
    assert (matrix.source, matrix.guessed) == ("estimate", None)
    assert bare.way(points[0], points[1], "walk").source == "estimate"


def test_an_unknown_mode_is_refused(travel: StreetTravel) -> None:
    with pytest.raises(ValueError, match="unknown travel mode: train"):
        travel.matrix([at(1, 1)], "train")
    with pytest.raises(ValueError, match="unknown travel mode: train"):
        travel.way(at(1, 1), at(2, 2), "train")


def test_no_points_and_one_place_twice(travel: StreetTravel) -> None:
    assert travel.matrix([], "walk").seconds.shape == (0, 0)
    same = travel.matrix([at(3.3, 3.3), at(3.3, 3.3)], "car")
    assert same.seconds.tolist() == same.metres.tolist() == [[0, 0], [0, 0]]
