"""Taking a pin back."""

import datetime as dt

import pytest

from outreach.records import Pin
from outreach.refusals import Invalid, NotAllowed, NotThere
from outreach.usecases.undo_change import undo_change
from outreach.usecases.unpin_seat import unpin_seat
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
