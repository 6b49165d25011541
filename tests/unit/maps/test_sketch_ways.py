from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from maps.geocode.villages import VillageGeocoder
from maps.travel.no_streets import NoStreets
from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.street_map import DrawnStreets
from maps.travel.streets.travel import StreetTravel
from outreach.records import Person, Place, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.showing.sketch_route import sketch_duty, sketch_unserved
from outreach.usecases.showing.ways import Ways
from tests.office import small_office
from tests.signed_in import COORDINATOR
from tests.street_grid import BRIDGES, CANAL, LON_STEP, lat_of, lon_of, write_street_grid

GEOCODER = VillageGeocoder()


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Ways:
    path: Path = write_street_grid(tmp_path_factory.mktemp("town") / "grid.osm.pbf")
    graph = build(read_extract(path))
    return Ways(StreetTravel(lambda: graph), DrawnStreets(lambda: graph))


@pytest.fixture
def records() -> Iterator[OfficeRecords]:
    engine = open_database("sqlite://")
    small_office(engine)
    with office_records(engine) as opened:
        (roster,) = opened.all(Roster)
        roster.travel_source = "street"
        yield opened
    engine.dispose()


def duty_of(records: OfficeRecords, code: str) -> RosterDuty:
    (person,) = records.all(Person, Person.code == code)
    (duty,) = records.all(RosterDuty, RosterDuty.person_id == person.id)
    return duty


def test_legs_follow_the_streets_and_cross_the_canal_on_a_bridge(records: OfficeRecords, ways: Ways) -> None:
    duty = duty_of(records, "V001")
    stops = sorted(records.all(RosterStop, RosterStop.duty_id == duty.id), key=lambda one: one.position)
    # One stop on the far bank, all else on this one.
    for stop in stops:
        place = records.get(Place, stop.place_id)
        assert place is not None
        place.lat, place.lon = lat_of(4 + stop.position * 1.5), lon_of(12.3 + stop.position)
    far = records.get(Place, stops[2].place_id)
    assert far is not None
    far.lat, far.lon = lat_of(CANAL + 4.5), lon_of(14.4)
    records.session.flush()
    sketch = sketch_duty(records, duty, GEOCODER, "zh", ways)
    assert {leg.source for leg in sketch.legs} == {"street"}
    crossed = [
        round((a.lon - lon_of(0)) / LON_STEP, 3)
        for leg in sketch.legs
        for a, b in pairwise(leg.line)
        if (a.lat - lat_of(CANAL + 0.5)) * (b.lat - lat_of(CANAL + 0.5)) < 0
    ]
    assert len(crossed) == 2
    assert set(crossed) <= set(BRIDGES)
    for leg in sketch.legs:
        ends = (sketch.stops[leg.origin].point, sketch.stops[leg.destination].point)
        assert (leg.line[0], leg.line[-1]) == ends
    assert {"water", "main", "street"} <= {line.rank for line in sketch.streets}


def test_a_leg_that_was_guessed_stays_a_straight_estimate(records: OfficeRecords, ways: Ways) -> None:
    duty = duty_of(records, "V001")
    stops = sorted(records.all(RosterStop, RosterStop.duty_id == duty.id), key=lambda one: one.position)
    stops[1].leg_guessed = True
    sketch = sketch_duty(records, duty, GEOCODER, "zh", ways)
    (guessed,) = (leg for leg in sketch.legs if leg.source == "estimate")
    assert sketch.stops[guessed.destination].number == 2
    assert len(guessed.line) == 2
    assert "（部分為估計）" in sketch.subtitle
    assert "partly an estimate" in sketch_duty(records, duty, GEOCODER, "en", ways).subtitle


def test_a_roster_made_by_estimates_is_not_drawn_along_streets_that_came_later(
    records: OfficeRecords, ways: Ways
) -> None:
    (roster,) = records.all(Roster)
    roster.travel_source = "estimate"
    sketch = sketch_duty(records, duty_of(records, "V001"), GEOCODER, "zh", ways)
    assert {(leg.source, len(leg.line)) for leg in sketch.legs} == {("estimate", 2)}
    assert sketch.streets


def test_when_the_streets_are_gone_the_lines_are_straight_and_told_so(records: OfficeRecords) -> None:
    gone = Ways(StreetTravel(lambda: None), NoStreets())
    sketch = sketch_duty(records, duty_of(records, "V001"), GEOCODER, "zh", gone)
    assert {(leg.source, len(leg.line)) for leg in sketch.legs} == {("estimate", 2)}
    assert sketch.streets == ()


def test_the_map_of_unserved_work_shows_the_streets_around_it(records: OfficeRecords, ways: Ways) -> None:
    for unserved in records.all(RosterUnserved):
        sketch = sketch_unserved(records, COORDINATOR, unserved, GEOCODER, "zh", ways)
        assert sketch.streets
        assert all(leg.source == "street" for leg in sketch.legs)
