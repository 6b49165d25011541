"""Reopening a closed day."""

import datetime as dt

import pytest

from outreach.records import ClosedDay
from outreach.refusals import Invalid, NotAllowed, NotThere
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.reopen_day import reopen_day
from tests.contract.verbs.conftest import NOW
from tests.office import MONDAY


@pytest.fixture
def day_id(cast):
    with cast.write() as records:
        return records.add(ClosedDay(office_id="", date=MONDAY, villages=["平通里"])).id


def reopen(cast, day_id, actor=None, now=NOW):
    with cast.write("reopen_day") as records:
        reopen_day(records, actor or cast.coordinator, closed_day_id=day_id, now=now)


def test_the_day_is_open_again_and_then_not_there(cast, day_id):
    reopen(cast, day_id)
    assert cast.all(ClosedDay) == []
    with pytest.raises(NotThere):
        reopen(cast, day_id)


def test_only_coordinators_reopen(cast, day_id):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            reopen(cast, day_id, actor)


def test_what_is_over_stays(cast, day_id):
    with pytest.raises(Invalid):
        reopen(cast, day_id, now=NOW + dt.timedelta(days=4))


def test_it_is_undone(cast, day_id):
    reopen(cast, day_id)
    with cast.write("undo") as records:
        undo_change(records)
    assert [day.villages for day in cast.all(ClosedDay)] == [["平通里"]]
