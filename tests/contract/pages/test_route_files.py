"""A route to take along as a file: the stops and the way, nobody's name or home, on the days on which it is shown."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from outreach.records import Client, Office, Person, Place, RosterDuty, RosterStop
from outreach.records.database import office_records
from tests.office import at
from tests.security.cast import Cast

GPX = "{http://www.topografix.com/GPX/1/1}"
# The order that the schema of GPX 1.1 fixes.
ORDER = {"gpx": ["metadata", "wpt", "rte", "trk"], "wpt": ["name", "desc"], "trk": ["name", "src", "trkseg"]}
FILES = ("route.gpx", "route.geojson")


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[Cast]:
    made = Cast(f"sqlite:///{tmp_path / 'office.db'}")
    made.clock.time = at(2, "09:00")
    yield made
    made.engine.dispose()


def stops(cast: Cast) -> list[Place]:
    with office_records(cast.engine, office_id=cast.office_id, write=False) as records:
        rows = sorted(records.all(RosterStop, RosterStop.duty_id == cast.own), key=lambda one: one.position)
        return [records.session.get_one(Place, row.place_id) for row in rows]


def move_home(cast: Cast) -> tuple[float, float]:
    """From now on the duty begins and ends where its volunteer lives: where that is."""
    lat, lon = 22.9777, 120.1555
    # Behind the office's back: it changes nothing of a published roster.
    with Session(cast.engine) as session, session.begin():
        home = Place(office_id=cast.office_id, address="某路1號", village="億載里", lat=lat, lon=lon, precision="exact")
        session.add(home)
        session.flush()
        duty = session.get_one(RosterDuty, cast.own)
        duty.start_place_id = duty.end_place_id = home.id
    return lat, lon


def test_gpx_has_every_stop_and_every_leg_in_the_order_of_the_schema(cast: Cast) -> None:
    answer = cast.known("field").get("/my/route.gpx")
    assert answer.headers["content-type"] == "application/gpx+xml"
    assert answer.headers["content-disposition"] == 'attachment; filename="route-2026-12-02.gpx"'
    assert answer.headers["cache-control"] == "no-store"
    root = ElementTree.fromstring(answer.content)
    assert (root.tag, root.get("version"), bool(root.get("creator"))) == (f"{GPX}gpx", "1.1", True)
    for element in root.iter():
        order = ORDER.get(element.tag.removeprefix(GPX), [])
        places = [order.index(child.tag.removeprefix(GPX)) for child in element] if order else []
        assert places == sorted(places)
    marks = root.findall(f"{GPX}wpt")
    assert [mark.findtext(f"{GPX}name") for mark in marks] == ["據點", *(f"第 {n} 站" for n in range(1, 6)), "據點"]
    assert [mark.findtext(f"{GPX}desc") for mark in marks][2:4] == ["13:30", "14:00（約略位置）"]
    for mark, place in zip(marks[1:-1], stops(cast), strict=True):
        assert (float(mark.get("lat") or 0), float(mark.get("lon") or 0)) == pytest.approx((place.lat, place.lon))
    segments = root.findall(f"{GPX}trk/{GPX}trkseg")
    assert len(segments) == 5 and all(len(segment) >= 2 for segment in segments)
    assert root.findtext(f"{GPX}trk/{GPX}src") == "直線估計，未依街道"


def test_geojson_has_the_same(cast: Cast) -> None:
    answer = cast.known("coordinator").get(f"/duty/{cast.own}/route.geojson?lang=en")
    assert answer.headers["content-type"] == "application/geo+json"
    found = json.loads(answer.content)
    assert found["type"] == "FeatureCollection" and found["name"] == "Route of 2026-12-02 (sample data)"
    points = [one for one in found["features"] if one["geometry"]["type"] == "Point"]
    lines = [one for one in found["features"] if one["geometry"]["type"] == "LineString"]
    assert [one["properties"]["number"] for one in points] == [0, 1, 2, 3, 4, 5, 0]
    for one, place in zip(points[1:-1], stops(cast), strict=True):
        assert one["geometry"]["coordinates"] == pytest.approx([place.lon, place.lat])
    assert [(one["properties"]["from"], one["properties"]["to"]) for one in lines] == [
        (1, 2),
        (2, 3),
        (3, 4),
        (4, 5),
        (5, 0),
    ]
    assert {one["properties"]["source"] for one in lines} == {"estimate"}


@pytest.mark.parametrize("file", FILES)
def test_no_name_no_address_and_no_phone_is_in_a_file(cast: Cast, file: str) -> None:
    with office_records(cast.engine, office_id=cast.office_id, write=False) as records:
        private = {word for one in records.all(Client) for word in (one.name, one.phone, one.code)}
        private |= {one.name for one in records.all(Person)} | {one.address for one in records.all(Place)}
    text = cast.known("field").get(f"/my/{file}").text
    assert not [word for word in private if word and word in text]


@pytest.mark.parametrize("file", FILES)
def test_where_somebody_lives_is_in_no_file(cast: Cast, file: str) -> None:
    lat, lon = move_home(cast)
    for role, path in (("field", f"/my/{file}"), ("coordinator", f"/duty/{cast.own}/{file}")):
        text = cast.known(role).get(path).text
        assert str(lat) not in text and str(lon) not in text and "據點" not in text
        assert "第 5 站" in text


def test_without_the_home_the_legs_still_lead_from_stop_to_stop(cast: Cast) -> None:
    move_home(cast)
    found = cast.known("field").get("/my/route.geojson").json()["features"]
    legs = [one["properties"] for one in found if one["geometry"]["type"] == "LineString"]
    assert [(leg["from"], leg["to"]) for leg in legs] == [(1, 2), (2, 3), (3, 4), (4, 5)]


@pytest.mark.parametrize(("day", "shown"), [(0, 404), (1, 200), (2, 200), (3, 200), (4, 404)])
def test_it_is_there_on_the_days_on_which_addresses_are(cast: Cast, day: int, shown: int) -> None:
    cast.clock.time = at(day, "09:00")
    field: TestClient = cast.client("field")
    for path in (f"/my/{FILES[0]}?date=2026-12-02", f"/duty/{cast.own}/{FILES[1]}"):
        assert field.get(path).status_code == shown
    assert cast.client("coordinator").get(f"/duty/{cast.own}/{FILES[0]}").status_code == 200


def test_the_pages_lead_to_the_files(cast: Cast) -> None:
    assert 'href="/my/route.gpx?date=2026-12-02"' in cast.known("field").get("/my?tab=map").text
    page = cast.known("coordinator").get(f"/duty/{cast.own}").text
    assert [f'href="/duty/{cast.own}/{file}"' in page for file in FILES] == [True, True]
    assert cast.known("field").get("/my/route.gpx?date=2026-12-03").status_code == 404


def test_the_whole_way_is_offered_only_where_the_office_says_so(cast: Cast) -> None:
    def pages() -> list[str]:
        field, coordinator = cast.known("field"), cast.known("coordinator")
        return [field.get("/my?tab=map").text, coordinator.get(f"/duty/{cast.own}/sheet").text]

    assert not [page for page in pages() if "google" in page.lower() or 'class="qr"' in page]
    with office_records(cast.engine, office_id=cast.office_id) as records:
        records.session.get_one(Office, cast.office_id).navigation = True
    phone, sheet = pages()
    assert "帶我走第 1 到 5 站" in phone and "waypoints=22.98900,120.16400%7C" in phone
    assert "手機掃碼" in sheet and sheet.count('class="qr"') == 1 and "第 1–5 站" in sheet
    cast.clock.time = at(0, "09:00")
    assert "帶我走" not in cast.client("field").get("/my?date=2026-12-02").text
