"""Paper where the streets are known: the route keeps to them and to the bridges, which have their names on it."""

import datetime as dt
from itertools import pairwise

import pytest

from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.street_map import DrawnStreets
from maps.travel.streets.travel import StreetTravel
from outreach.exports.printed.day_map import day_map
from outreach.exports.printed.duty_sheets import duty_sheets
from outreach.exports.route_files import route_file
from outreach.records import Person, Place, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records
from outreach.usecases.handing_out.gather_day_map import gather_day_map
from outreach.usecases.handing_out.gather_sheets import gather_sheet
from outreach.usecases.own_route.route_to_take import route_to_take
from outreach.usecases.showing.ways import Ways
from tests.contract.handing_out.test_duty_sheets import LEAST, Sheets
from tests.office import MONDAY
from tests.pdfs import pages, pieces
from tests.street_grid import BRIDGES, CANAL, CANAL_NAME, lat_of, lon_of, write_street_grid


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    graph = build(read_extract(write_street_grid(tmp_path_factory.mktemp("town") / "grid.osm.pbf")))
    return Ways(StreetTravel(lambda: graph), DrawnStreets(lambda: graph))


@pytest.fixture
def sheets(tmp_path):
    """An office planned on streets, whose doors lie on both banks of the canal."""
    made = Sheets(tmp_path)
    with office_records(made.engine) as records:
        records.all(Roster)[0].travel_source = "street"
        for number, stop in enumerate(sorted(records.all(RosterStop), key=lambda one: one.position)):
            if stop.kind == "visit":
                place = records.session.get_one(Place, stop.place_id)
                place.lat, place.lon = lat_of(CANAL - 2.5 + 6 * (number % 2)), lon_of(11.3 + number)
    return made


def duty_of(records, code="V001"):
    (person,) = records.all(Person, Person.code == code)
    (duty,) = records.all(RosterDuty, RosterDuty.person_id == person.id)
    return duty.id


def crossings(lines):
    """Where lines of (lat, lon) cross the middle of the canal: the longitudes."""
    middle = lat_of(CANAL + 0.5)
    return [a[1] for line in lines for a, b in pairwise(line) if (a[0] > middle) != (b[0] > middle)]


def test_the_sheet_shows_streets_and_solid_lines(sheets, ways):
    with office_records(sheets.engine, write=False) as records:
        given = {"today": MONDAY, "language": "zh", **sheets.plugs, "ways": ways}
        sheet = gather_sheet(records, sheets.actor, duty_of(records), **given)
    assert 'class="water"' in sheet.drawing and 'class="main"' in sheet.drawing
    assert 'stroke-dasharray="8 4"' not in sheet.drawing
    pdf = duty_sheets([sheet], "zh")
    (text,) = pages(pdf)
    assert "實線為街道路線。" in text and "虛線" not in text and CANAL_NAME in text
    assert min(piece.size for piece in pieces(pdf)) >= LEAST


def test_the_days_map_shows_them_too(sheets, ways):
    with office_records(sheets.engine, write=False) as records:
        given = {"date": MONDAY + dt.timedelta(days=2), "language": "zh", **sheets.plugs, "ways": ways}
        sheet = gather_day_map(records, sheets.actor, sheets.roster_id, **given)
    assert 'class="water"' in sheet.drawing
    text = "".join(pages(day_map(sheet, "zh")))
    assert CANAL_NAME in text and "直線為估計路程" not in text


def test_a_route_file_crosses_the_canal_on_its_bridges_only(sheets, ways):
    with office_records(sheets.engine, write=False) as records:
        given = {"geocoder": sheets.plugs["geocoder"], "language": "zh", "today": MONDAY, "ways": ways}
        route = route_to_take(records, sheets.actor, duty_of(records), **given)
    lines = [[(point.lat, point.lon) for point in leg.line] for leg in route.sketch.legs]
    found = crossings(lines)
    assert len(found) >= 3
    assert all(min(abs(lon - lon_of(column)) for column in BRIDGES) < 1e-4 for lon in found)
    assert route.sketch.streets == ()
    assert "街道路線".encode() in route_file(route.sketch, route.date, "gpx")
