from random import Random

import numpy as np
import pytest
from geopy.distance import great_circle

from maps.travel.estimate import DETOUR, PACES, EstimatedTravel, great_circle_metres
from outreach.ports import Point

HALL = Point(lat=22.9890, lon=120.1640)
NORTH = Point(lat=22.9980, lon=120.1640)


def scattered(count: int) -> list[Point]:
    draw = Random(7)
    return [Point(lat=22.96 + draw.random() * 0.05, lon=120.14 + draw.random() * 0.06) for _ in range(count)]


def test_straight_lines_agree_with_geopy_within_a_metre() -> None:
    points = [*scattered(30), Point(lat=25.033, lon=121.5654), Point(lat=-33.9, lon=18.4)]
    metres = great_circle_metres(points)
    for i, a in enumerate(points):
        for j, b in enumerate(points):
            assert metres[i, j] == pytest.approx(great_circle((a.lat, a.lon), (b.lat, b.lon)).m, abs=1)


@pytest.mark.parametrize(
    ("mode", "pace", "parking"), [("walk", 70, 0), ("bicycle", 200, 60), ("scooter", 330, 90), ("car", 350, 180)]
)
def test_seconds_are_detour_by_pace_and_parking(mode: str, pace: int, parking: int) -> None:
    matrix = EstimatedTravel().matrix([HALL, NORTH], mode)
    street = great_circle((HALL.lat, HALL.lon), (NORTH.lat, NORTH.lon)).m * 1.35
    assert matrix.metres[0, 1] == pytest.approx(street, abs=1)
    assert matrix.seconds[0, 1] == pytest.approx(street / pace * 60 + parking, abs=2)
    assert matrix.source == "estimate"


@pytest.mark.parametrize("mode", PACES)
def test_the_same_place_needs_neither_travel_nor_parking(mode: str) -> None:
    matrix = EstimatedTravel().matrix([HALL, Point(lat=HALL.lat, lon=HALL.lon), NORTH], mode)
    assert matrix.seconds[0, 1] == matrix.metres[0, 1] == 0
    assert not matrix.seconds.diagonal().any()
    assert matrix.seconds[0, 2] > PACES[mode].parking


@pytest.mark.parametrize("mode", PACES)
def test_no_way_round_is_shorter(mode: str) -> None:
    seconds = EstimatedTravel().matrix(scattered(25), mode).seconds
    assert (seconds == seconds.T).all()
    assert (seconds[:, None, :] <= seconds[:, :, None] + seconds[None, :, :]).all()


def test_whole_seconds_for_as_many_places_as_an_office_has() -> None:
    matrix = EstimatedTravel().matrix(scattered(1500), "scooter")
    assert matrix.seconds.shape == matrix.metres.shape == (1500, 1500)
    assert matrix.seconds.dtype == matrix.metres.dtype == np.int32


def test_no_places_are_an_empty_matrix() -> None:
    assert EstimatedTravel().matrix([], "walk").seconds.shape == (0, 0)


def test_unknown_mode_is_refused() -> None:
    assert EstimatedTravel().modes() == ("walk", "bicycle", "scooter", "car")
    with pytest.raises(ValueError, match="balloon"):
        EstimatedTravel().matrix([HALL], "balloon")


def test_the_docstring_states_the_assumptions() -> None:
    stated = EstimatedTravel.__doc__ or ""
    figures = [DETOUR, *(pace.metres_a_minute for pace in PACES.values()), *(pace.parking for pace in PACES.values())]
    assert all(str(figure) in stated for figure in figures if figure)
