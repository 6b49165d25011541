"""One duty as data: where lunch lies, who comes along, where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from outreach.records import Person, Place, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords, office_records, open_database
from outreach.refusals import NotThere
from outreach.usecases.showing.show_duty import DutyView, show_duty
from tests.office import MONDAY, at, small_office
from tests.signed_in import COORDINATOR


@pytest.fixture
def records(tmp_path: Path) -> Iterator[OfficeRecords]:
    engine = open_database(f"sqlite:///{tmp_path / 'office.db'}")
    small_office(engine)
    with office_records(engine) as records:
        yield records


def duty_of(records: OfficeRecords, name: str) -> RosterDuty:
    person = records.session.exec(select(Person).where(Person.name == name)).one()
    return records.session.exec(select(RosterDuty).where(RosterDuty.person_id == person.id)).one()


def shown(records: OfficeRecords, duty: RosterDuty) -> DutyView:
    records.session.flush()
    return show_duty(records, COORDINATOR, duty.id, today=MONDAY)


def test_stops_are_numbered_in_order_with_their_clients(records: OfficeRecords) -> None:
    view = shown(records, duty_of(records, "林秀琴"))
    assert [stop.number for stop in view.stops] == [1, 2, 3, 4, 5]
    assert [stop.client for stop in view.stops] == ["", "測試甲", "測試乙", "測試丙", "測試丁"]
    assert [stop.age for stop in view.stops] == [None, 86, 85, 84, 83]
    assert view.metres == 5 * 900


def test_lunch_before_the_way_to_the_next_stop(records: OfficeRecords) -> None:
    view = shown(records, duty_of(records, "林秀琴"))
    assert [stop.lunch for stop in view.stops] == ["", "before_leg", "", "", ""]
    assert not view.lunch_last


def test_lunch_after_the_way_where_the_next_stop_is(records: OfficeRecords) -> None:
    duty = duty_of(records, "林秀琴")
    second = records.session.exec(select(RosterStop).where(RosterStop.duty_id == duty.id)).all()
    next(stop for stop in second if stop.position == 1).arrival = at(2, "12:06")
    duty.lunch_start, duty.lunch_end = at(2, "12:06"), at(2, "13:06")
    assert [stop.lunch for stop in shown(records, duty).stops] == ["", "after_leg", "", "", ""]


def test_lunch_when_all_is_done(records: OfficeRecords) -> None:
    duty = duty_of(records, "林秀琴")
    duty.lunch_start, duty.lunch_end = at(2, "16:00"), at(2, "16:45")
    view = shown(records, duty)
    assert view.lunch_last and not any(stop.lunch for stop in view.stops)


def test_no_lunch_at_all(records: OfficeRecords) -> None:
    view = shown(records, duty_of(records, "周柏宇"))
    assert not view.lunch_last and [stop.lunch for stop in view.stops] == [""]


def test_both_see_each_other_at_the_door_they_share(records: OfficeRecords) -> None:
    lin, zhou = duty_of(records, "林秀琴"), duty_of(records, "周柏宇")
    at_door = shown(records, lin).stops[-1].partners
    assert [(one.name, one.role, one.duty_id) for one in at_door] == [("周柏宇", "substitute", zhou.id)]
    assert [one.name for one in shown(records, zhou).stops[0].partners] == ["林秀琴"]
    assert all(stop.partners == () for stop in shown(records, lin).stops[:-1])


def test_who_comes_at_another_time_is_no_partner(records: OfficeRecords) -> None:
    lin, zhou = duty_of(records, "林秀琴"), duty_of(records, "周柏宇")
    stop = records.session.exec(select(RosterStop).where(RosterStop.duty_id == zhou.id)).one()
    stop.start, stop.end = at(2, "16:30"), at(2, "16:50")
    assert shown(records, lin).stops[-1].partners == ()


def test_a_duty_from_home_does_not_say_where_home_is(records: OfficeRecords) -> None:
    duty = duty_of(records, "林秀琴")
    assert shown(records, duty).start == "示範區公所"
    home = records.add(Place(office_id="", address="示範九路9號", village="漁光里", lat=22.98, lon=120.15))
    records.session.flush()
    duty.start_place_id = home.id
    view = shown(records, duty)
    assert (view.start, view.end) == ("", "示範區公所")


def test_no_duty_no_view(records: OfficeRecords) -> None:
    with pytest.raises(NotThere):
        show_duty(records, COORDINATOR, "0" * 32, today=MONDAY)
