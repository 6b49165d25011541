import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from maps.travel.streets import aside
from maps.travel.streets import travel as travel_of_streets
from maps.travel.streets.aside import search_aside
from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.graph import StreetGraph
from maps.travel.streets.kept import keep
from maps.travel.streets.profiles import MODES
from maps.travel.streets.travel import StreetTravel
from outreach.ports import Point
from tests.street_grid import lat_of, lon_of, write_street_grid

POINTS = [Point(lat=lat_of(row), lon=lon_of(column)) for row, column in ((2, 3), (9.5, 20.2), (25, 6.4), (2.2, 3))]
ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> StreetGraph:
    return build(read_extract(write_street_grid(tmp_path_factory.mktemp("town") / "grid.osm.pbf")))


def test_a_child_finds_what_would_be_found_here(graph: StreetGraph) -> None:
    here, there = StreetTravel(lambda: graph), StreetTravel(lambda: graph, search_aside)
    one, other = here.matrix(POINTS, "scooter"), there.matrix(POINTS, "scooter")
    assert np.array_equal(one.seconds, other.seconds)
    assert np.array_equal(one.metres, other.metres)


def test_the_same_places_are_searched_once_and_for_all_modes_together_where_that_is_told(graph: StreetGraph) -> None:
    asked = []

    def counted(questions):  # type: ignore[no-untyped-def]
        asked.append([len(doors.street) for _, doors in questions])
        return search_aside(questions)

    travel = StreetTravel(lambda: graph, counted, together=True)
    first = travel.matrix(POINTS, "walk")
    assert travel.matrix(list(POINTS), "walk") is first
    for mode in MODES:
        alone = StreetTravel(lambda: graph).matrix(POINTS, mode)
        assert np.array_equal(travel.matrix(POINTS, mode).seconds, alone.seconds)
    travel.matrix(POINTS[:2], "walk")
    assert asked == [[4] * 4, [2] * 4]


def test_what_was_asked_long_ago_is_forgotten(graph: StreetGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel_of_streets, "CELLS", 20)
    travel = StreetTravel(lambda: graph)
    first = travel.matrix(POINTS, "walk")
    assert travel.matrix(POINTS[:2], "walk").seconds.size == 4
    assert travel.matrix(POINTS, "walk") is first
    travel.matrix(POINTS[1:], "walk")
    again = travel.matrix(POINTS, "walk")
    assert again is not first
    assert np.array_equal(again.seconds, first.seconds)


def test_a_child_that_comes_to_nothing_is_an_error(graph: StreetGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "SECONDS", 0.0)
    with pytest.raises(RuntimeError, match="came to nothing"):
        StreetTravel(lambda: graph, search_aside).matrix(POINTS, "car")


def test_who_leaves_the_search_aside_loads_neither_its_compiler_nor_the_reader(
    graph: StreetGraph, tmp_path: Path
) -> None:
    keep(graph, tmp_path)
    told = (
        "import sys, api.app, api.cli; from api.places import places_at; from outreach.ports import Point;"
        f"places = places_at({str(tmp_path)!r}, aside=True);"
        "points = [Point(lat=22.98, lon=120.16), Point(lat=22.99, lon=120.17)];"
        "assert places.travel.matrix(points, 'walk').source == 'street';"
        "assert places.travel.way(*points, 'walk').source == 'street';"
        "assert places.streets.lines(*points);"
        "print(sorted({'numba', 'scipy', 'osmium'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
