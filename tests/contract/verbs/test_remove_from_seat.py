"""Removing somebody from a seat bars them from that work on that date."""

import pytest

from outreach.records import Pin
from outreach.refusals import Invalid, NotAllowed
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.remove_from_seat import remove_from_seat
from tests.contract.verbs.conftest import NOW
from tests.office import MONDAY


def given(cast, **more):
    return {"item": "D01", "date": MONDAY, "seat": 1, "person_id": cast.people["V001"], "now": NOW} | more


def remove(cast, actor=None, **more):
    with cast.write("remove_from_seat") as records:
        return remove_from_seat(records, actor or cast.coordinator, **given(cast, **more))


def test_a_bar_is_kept(cast):
    remove(cast)
    (bar,) = cast.all(Pin)
    assert (bar.never, bar.by_hand, bar.item) == (True, True, "D01")


def test_a_pin_gives_way_to_it(cast):
    with cast.write() as records:
        pin_seat(records, cast.coordinator, **given(cast))
    remove(cast)
    assert [pin.never for pin in cast.all(Pin)] == [True]


def test_the_same_once_more_changes_nothing(cast):
    assert remove(cast).id == remove(cast).id
    assert len(cast.all(Pin)) == 1


def test_what_does_not_exist_is_refused(cast):
    with pytest.raises(Invalid):
        remove(cast, item="D77")


def test_only_coordinators_remove(cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            remove(cast, actor)
    assert cast.all(Pin) == []


def test_it_is_undone(cast):
    with cast.write() as records:
        pin = pin_seat(records, cast.coordinator, **given(cast))
    remove(cast)
    with cast.write("undo") as records:
        undo_change(records)
    assert [(one.id, one.never) for one in cast.all(Pin)] == [(pin.id, False)]
