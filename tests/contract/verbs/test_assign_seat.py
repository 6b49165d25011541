"""Assigning a seat: others give way."""

import datetime as dt

import pytest

from outreach.records import Pin
from outreach.refusals import Conflict, Invalid, NotAllowed
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.assign_seat import assign_seat
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.remove_from_seat import remove_from_seat
from tests.contract.verbs.conftest import NOW
from tests.office import MONDAY


def given(cast, item="D01", code="V001", **more):
    return {"item": item, "date": MONDAY, "seat": 1, "person_id": cast.people[code], "now": NOW} | more


def assign(cast, actor=None, **more):
    with cast.write("assign_seat") as records:
        return assign_seat(records, actor or cast.coordinator, **given(cast, **more))


def pins(cast):
    return sorted((pin.item, pin.person_id, pin.never) for pin in cast.all(Pin))


def test_a_free_seat_is_taken(cast):
    assert assign(cast).replaced == ()
    assert pins(cast) == [("D01", cast.people["V001"], False)]


def test_whoever_was_pinned_there_gives_way(cast):
    first = assign(cast).pin
    second = assign(cast, code="S001")
    assert [pin.id for pin in second.replaced] == [first.id]
    assert pins(cast) == [("D01", cast.people["S001"], False)]


def test_a_bar_gives_way(cast):
    with cast.write() as records:
        remove_from_seat(records, cast.coordinator, **given(cast))
    assert len(assign(cast).replaced) == 1
    assert pins(cast) == [("D01", cast.people["V001"], False)]


def test_a_bar_of_somebody_else_stays(cast):
    with cast.write() as records:
        remove_from_seat(records, cast.coordinator, **given(cast, code="S001"))
    assign(cast)
    assert len(cast.all(Pin)) == 2


def test_the_same_once_more_changes_nothing(cast):
    assert assign(cast).pin.id == assign(cast).pin.id
    assert len(cast.all(Pin)) == 1


def test_nobody_is_booked_twice_by_it(cast):
    with cast.write() as records:
        pin_seat(records, cast.coordinator, **given(cast, "P001", start=dt.time(9)))
    with pytest.raises(Conflict) as caught:
        assign(cast)
    assert caught.value.code == "booked_twice"
    assert pins(cast) == [("P001", cast.people["V001"], False)]


def test_what_does_not_exist_is_refused(cast):
    with pytest.raises(Invalid):
        assign(cast, seat=5)


def test_only_coordinators_assign(cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            assign(cast, actor)


def test_undoing_brings_the_former_back(cast):
    first = assign(cast).pin
    assign(cast, code="S001")
    with cast.write("undo") as records:
        undo_change(records)
    assert [(pin.id, pin.person_id) for pin in cast.all(Pin)] == [(first.id, cast.people["V001"])]
