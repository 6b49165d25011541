import logging
from collections.abc import Iterator
from math import ceil

import numpy as np
import pytest

from maps.travel.estimate import EstimatedTravel
from maps.travel.osrm import OsrmServer, OsrmTravel, servers_of, with_osrm
from outreach.ports import Point
from tests.osrm_server import FOOT, OsrmLike, osrm_server

A, B, C = (Point(lat=22.99, lon=120.16), Point(lat=22.99, lon=120.17), Point(lat=22.98, lon=120.16))
ESTIMATE = EstimatedTravel()


@pytest.fixture
def server() -> Iterator[OsrmLike]:
    with osrm_server() as running:
        yield running


def travel_on(server: OsrmLike, seconds: float = 5.0) -> OsrmTravel:
    return OsrmTravel({"walk": OsrmServer(server.address, "foot", seconds)}, ESTIMATE)


def test_its_figures_are_the_servers_and_asymmetric(server: OsrmLike) -> None:
    matrix = travel_on(server).matrix((A, B, C), "walk")
    assert matrix.source == "street"
    assert matrix.metres.tolist() == [[0, 1000, 1000], [1000, 0, 1415], [1000, 1415, 0]]
    assert (matrix.seconds[0, 1], matrix.seconds[1, 0]) == (ceil(1000 / FOOT), ceil(2000 / FOOT))
    assert matrix.guessed is not None and not matrix.guessed.any()
    assert len(server.asked) == 1


def test_many_places_are_asked_in_blocks(server: OsrmLike) -> None:
    points = [Point(lat=22.99, lon=120.16 + number / 1000) for number in range(120)]
    matrix = travel_on(server).matrix(points, "walk")
    assert len(server.asked) == 9
    assert matrix.metres[0].tolist() == [100 * number for number in range(120)]
    assert matrix.metres[119].tolist() == [100 * (119 - number) for number in range(120)]


def test_the_line_of_a_leg_is_the_servers_with_the_figures_of_the_matrix(server: OsrmLike) -> None:
    travel = travel_on(server)
    way, matrix = travel.way(A, B, "walk"), travel.matrix((A, B), "walk")
    assert (way.seconds, way.metres, way.source) == (matrix.seconds[0, 1], matrix.metres[0, 1], "street")
    assert way.line == (A, B)
    around = travel.way(B, C, "walk")
    assert around.line == (B, Point(lat=C.lat, lon=B.lon), C)
    asked = len(server.asked)
    assert travel.way(B, C, "walk") is around
    assert len(server.asked) == asked


def test_where_no_way_leads_it_is_the_estimate_and_told(server: OsrmLike) -> None:
    server.nowhere = {B.lon}
    matrix = travel_on(server).matrix((A, B, C), "walk")
    guess = ESTIMATE.matrix((A, B, C), "walk")
    assert matrix.guessed is not None
    assert matrix.guessed.tolist() == [[False, True, False], [True, False, True], [False, True, False]]
    assert matrix.seconds[0, 1] == guess.seconds[0, 1]
    assert travel_on(server).way(A, B, "walk") == ESTIMATE.way(A, B, "walk")


def test_a_place_far_from_every_street_is_told_and_one_near_is_walked_to(server: OsrmLike) -> None:
    server.off = {B.lon: 5000.0, A.lon: 70.0}
    matrix = travel_on(server).matrix((A, B, C), "walk")
    assert matrix.off_street is not None
    assert np.isnan(matrix.off_street).tolist() == [False, True, False]
    assert matrix.metres[0, 2] == 1000 + 140
    assert matrix.seconds[0, 2] == ceil(1000 / FOOT + 120)
    assert travel_on(server).way(A, B, "walk").source == "estimate"


def test_other_modes_are_told_by_whoever_else_knows(server: OsrmLike) -> None:
    travel = travel_on(server)
    assert travel.matrix((A, B), "car").source == travel.way(A, B, "car").source == "estimate"
    with pytest.raises(ValueError, match="unknown travel mode"):
        travel.matrix((A, B), "train")
    assert server.asked == []
    assert travel.modes() == ESTIMATE.modes()


@pytest.mark.parametrize(
    "wrong", ["redirect", "broken", "no json", "other form", "negative", "endless", "silent"]
)  # fmt: skip
def test_a_server_that_misbehaves_is_left_for_the_estimate_and_logged_without_places(
    server: OsrmLike, wrong: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maps.travel.osrm.LARGEST", 100_000)
    server.wrong = wrong
    travel = travel_on(server, seconds=0.5)
    with caplog.at_level(logging.WARNING):
        assert travel.matrix((A, B), "walk").source == "estimate"
        if wrong != "negative":
            assert travel.way(A, B, "walk").source == "estimate"
    assert caplog.records
    assert "120." not in caplog.text
    # Nobody follows it elsewhere.
    assert not any("elsewhere" in path for path in server.asked)


def test_places_without_any_street_are_no_fault_of_the_server(server: OsrmLike) -> None:
    server.wrong = "no segment"
    matrix = travel_on(server).matrix((A, B), "walk")
    assert matrix.guessed is not None
    assert matrix.guessed.tolist() == [[False, True], [True, False]]
    assert travel_on(server).way(A, B, "walk").source == "estimate"


def test_a_server_that_is_not_there_is_left_for_the_estimate() -> None:
    gone = OsrmTravel({"walk": OsrmServer("http://127.0.0.1:9", "foot", 0.5)}, ESTIMATE)
    assert gone.matrix((A, B), "walk").source == gone.way(A, B, "walk").source == "estimate"


@pytest.mark.parametrize(
    "text",
    [
        '{"walk": {"address": "ftp://x", "profile": "foot"}}',
        '{"walk": {"address": "http://u:p@x", "profile": "foot"}}',
        '{"walk": {"address": "http://x", "profile": "../x"}}',
        '{"walk": {"address": "http://x"}, "train": {}}',
        '{"walk": "http://x"}',
        "[]",
        "walk",
    ],
)
def test_servers_that_cannot_be_are_refused_and_not_used(text: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError):
        servers_of(text)
    with caplog.at_level(logging.WARNING):
        assert with_osrm(text, ESTIMATE) is ESTIMATE
    assert caplog.records


def test_servers_are_told_by_mode() -> None:
    text = '{"car": {"address": "http://127.0.0.1:5000/osrm/", "profile": "driving"}}'
    assert servers_of(text) == {"car": OsrmServer("http://127.0.0.1:5000/osrm/", "driving")}
    assert isinstance(with_osrm(text, ESTIMATE), OsrmTravel)
    assert with_osrm("", ESTIMATE) is ESTIMATE
