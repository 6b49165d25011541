"""Taking a pin back."""

import datetime as dt

import pytest

from outreach.records import Change, Pin
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.unpin_seat import unpin_seat
from tests.contract.verbs.conftest import NOW
from tests.office import MONDAY


@pytest.fixture
def pin_id(cast):
    with cast.write() as records:
        return records.add(Pin(office_id="", item="D01", date=MONDAY, person_id=cast.people["V001"])).id


def unpin(cast, pin_id, actor=None, now=NOW):
    with cast.write("unpin_seat") as records:
        unpin_seat(records, actor or cast.coordinator, pin_id=pin_id, now=now)


def test_a_pin_is_gone(cast, pin_id):
    unpin(cast, pin_id)
    assert cast.all(Pin) == []


def test_a_pin_that_is_gone_is_not_there(cast, pin_id):
    unpin(cast, pin_id)
    with pytest.raises(NotThere):
        unpin(cast, pin_id)


def test_only_coordinators_unpin(cast, pin_id):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            unpin(cast, pin_id, actor)
    assert len(cast.all(Pin)) == 1


def test_what_is_over_stays(cast, pin_id):
    with pytest.raises(Invalid):
        unpin(cast, pin_id, now=NOW + dt.timedelta(days=4))
    unpin(cast, pin_id, now=NOW + dt.timedelta(days=3))


def test_it_is_undone_with_all_it_said(cast, pin_id):
    (before,) = cast.all(Pin)
    unpin(cast, pin_id)
    with cast.write("undo") as records:
        undo_change(records)
    (after,) = cast.all(Pin)
    assert (after.id, after.item, after.date, after.person_id) == (pin_id, "D01", MONDAY, before.person_id)


@pytest.mark.parametrize(
    ("then", "code"),
    [({"code": "S001"}, "seat_taken"), ({"item": "P001", "start": dt.time(9)}, "booked_twice")],
)
def test_it_is_not_undone_when_the_seat_or_the_time_has_gone_to_something_else(cast, pin_id, then, code):
    unpin(cast, pin_id)
    undone = cast.all(Change, Change.verb == "unpin_seat")[0].id
    given = {"item": "D01", "code": "V001", "start": None} | then
    with cast.write() as records:
        pin_seat(
            records,
            cast.coordinator,
            item=given["item"],
            date=MONDAY,
            seat=1,
            person_id=cast.people[given["code"]],
            start=given["start"],
            now=NOW,
        )
    with pytest.raises(Conflict) as caught, cast.write("undo") as records:
        undo_change(records, undone)
    assert caught.value.code == code
    assert len(cast.all(Pin)) == 1


def test_it_is_undone_when_the_person_has_something_later_that_day(cast, pin_id):
    unpin(cast, pin_id)
    undone = cast.all(Change, Change.verb == "unpin_seat")[0].id
    with cast.write() as records:
        given = {"item": "P001", "date": MONDAY, "seat": 1, "start": dt.time(12), "now": NOW}
        pin_seat(records, cast.coordinator, person_id=cast.people["V001"], **given)
    with cast.write("undo") as records:
        undo_change(records, undone)
    assert len(cast.all(Pin)) == 2
