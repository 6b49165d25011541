import datetime as dt
from collections.abc import Iterator

import pytest

from maps.geocode.villages import VillageGeocoder
from outreach.ports import Point
from outreach.records import Person, Place, Roster, RosterDuty, RosterStop, RosterUnserved, Unit
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.usecases.showing.sketch_route import sketch_duty, sketch_unserved
from tests.office import MONDAY, small_office
from tests.signed_in import COORDINATOR

GEOCODER = VillageGeocoder()


@pytest.fixture
def records() -> Iterator[OfficeRecords]:
    engine = open_database("sqlite://")
    small_office(engine)
    with office_records(engine) as opened:
        yield opened
    engine.dispose()


def duty_of(records: OfficeRecords, code: str) -> RosterDuty:
    (person,) = records.all(Person, Person.code == code)
    (duty,) = records.all(RosterDuty, RosterDuty.person_id == person.id)
    return duty


def test_base_stops_in_order_and_the_way_back(records: OfficeRecords) -> None:
    sketch = sketch_duty(records, duty_of(records, "V001"), GEOCODER, "zh")
    assert [(s.number, s.kind, s.time) for s in sketch.stops] == [
        (0, "base", "08:30"),
        (1, "shift", "08:30"),
        (2, "visit", "13:30"),
        (3, "visit", "14:00"),
        (4, "visit", "14:30"),
        (5, "visit", "15:00"),
        (0, "base", "17:10"),
    ]
    assert [s.title for s in sketch.stops[:3]] == ["示範區公所", "單一窗口服務台", "測試甲"]
    assert sketch.stops[2].detail == "訪視問安　平通里 示範一路990號"
    assert [s.precision for s in sketch.stops[2:4]] == ["exact", "village"]


def test_legs_join_different_places_only_and_are_estimates(records: OfficeRecords) -> None:
    sketch = sketch_duty(records, duty_of(records, "V001"), GEOCODER, "zh")
    assert [(leg.origin, leg.destination) for leg in sketch.legs] == [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
    assert {(leg.minutes, leg.metres, leg.source) for leg in sketch.legs} == {(6, 900, "estimate")}
    for leg in sketch.legs:
        assert leg.line == (sketch.stops[leg.origin].point, sketch.stops[leg.destination].point)


def test_heading_says_who_when_how_and_how_far(records: OfficeRecords) -> None:
    duty = duty_of(records, "V001")
    sketch = sketch_duty(records, duty, GEOCODER, "zh")
    assert sketch.title == "12/2（三） 林秀琴 的路線"
    assert sketch.subtitle == "志工　腳踏車　08:30–17:10　全程約 4.5 公里（估計）"
    assert (sketch.role, sketch.sample, sketch.language) == ("volunteer", True, "zh")
    english = sketch_duty(records, duty, GEOCODER, "en")
    assert english.title == "Route of 林秀琴, Wed 2 Dec"
    assert english.subtitle == "volunteer · bicycle · 08:30–17:10 · about 4.5 km in all (estimate)"


def test_travel_from_a_street_network_is_told_as_such_and_drawn_as_such_only_along_it(records: OfficeRecords) -> None:
    (roster,) = records.all(Roster)
    roster.travel_source = "street"
    sketch = sketch_duty(records, duty_of(records, "V001"), GEOCODER, "zh")
    assert "估計" not in sketch.subtitle
    # Nobody is asked for the ways here, so the lines are straight.
    assert {leg.source for leg in sketch.legs} == {"estimate"}


def test_seconds_become_minutes_rounded_up(records: OfficeRecords) -> None:
    duty = duty_of(records, "V001")
    duty.last_leg_seconds = 361
    assert sketch_duty(records, duty, GEOCODER, "zh").legs[-1].minutes == 7


def test_an_escort_has_two_marks_of_one_number_and_goes_on_from_its_end(records: OfficeRecords) -> None:
    duty = duty_of(records, "S001")
    (stop,) = records.all(RosterStop, RosterStop.duty_id == duty.id)
    clinic = records.add(Place(office_id="", address="示範醫院", village="文平里", lat=22.985, lon=120.181))
    records.session.flush()
    stop.end_place_id = clinic.id
    sketch = sketch_duty(records, duty, GEOCODER, "zh")
    assert [(s.number, s.kind) for s in sketch.stops] == [(0, "base"), (1, "visit"), (1, "visit"), (0, "base")]
    assert (sketch.stops[2].title, sketch.stops[2].point) == ("示範醫院", Point(lat=22.985, lon=120.181))
    assert [(leg.origin, leg.destination, leg.minutes) for leg in sketch.legs] == [(0, 1, 7), (1, 2, 0), (2, 3, 6)]


def test_a_base_that_is_no_office_is_shown_without_address(records: OfficeRecords) -> None:
    duty = duty_of(records, "V001")
    home = records.add(Place(office_id="", address="示範九路1號", village="文平里", lat=22.986, lon=120.182))
    records.session.flush()
    duty.start_place_id = home.id
    start, end = (sketch := sketch_duty(records, duty, GEOCODER, "zh")).stops[0], sketch.stops[-1]
    assert (start.title, start.detail) == ("住處", "")
    assert end.title == records.all(Unit)[0].name


def test_a_reload_is_a_stop_of_its_own_kind(records: OfficeRecords) -> None:
    duty = duty_of(records, "S001")
    (stop,) = records.all(RosterStop, RosterStop.duty_id == duty.id)
    stop.kind, stop.client_id, stop.label = "reload", None, ""
    sketch = sketch_duty(records, duty, GEOCODER, "zh")
    assert (sketch.stops[1].kind, sketch.stops[1].title) == ("reload", "補貨")


def unserved_of(records: OfficeRecords, letter: str) -> RosterUnserved:
    (found,) = records.all(RosterUnserved, RosterUnserved.letter == letter)
    return found


def test_unserved_without_a_route_that_day_stands_alone(records: OfficeRecords) -> None:
    sketch = sketch_unserved(records, COORDINATOR, unserved_of(records, "掃"), GEOCODER, "zh")
    assert sketch.title == "未排入：居家打掃"
    (mark,) = sketch.stops
    assert (mark.number, mark.kind, mark.title) == (0, "unserved", "測試甲")
    assert mark.detail == "居家打掃　平通里 示範一路990號　12/1（二） 08:30–11:30"
    assert sketch.legs == ()


def test_unserved_comes_with_the_nearest_route_of_a_possible_day(records: OfficeRecords) -> None:
    unserved = unserved_of(records, "掃")
    wednesday = (MONDAY + dt.timedelta(days=2)).isoformat()
    unserved.windows = [{"date": wednesday, "from": "08:30", "until": "08:30"}]
    sketch = sketch_unserved(records, COORDINATOR, unserved, GEOCODER, "zh")
    assert sketch.subtitle == "最近的路線：12/2（三） 林秀琴"
    assert [s.kind for s in sketch.stops].count("unserved") == 1
    assert sketch.stops[-1].detail.endswith("12/2（三） 08:30")
    assert len(sketch.legs) == 5
    assert sketch.role == "volunteer"
