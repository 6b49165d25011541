"""Closing a day, or some 里 on a day."""

import datetime as dt

import pytest

from outreach.records import ClosedDay
from outreach.refusals import Conflict, Invalid, NotAllowed
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.close_day import close_day
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS
from tests.office import MONDAY

WEDNESDAY = MONDAY + dt.timedelta(days=2)


def close(cast, actor=None, **more):
    with cast.write("close_day") as records:
        given = {"date": WEDNESDAY, "reason": "颱風", "now": NOW}
        return close_day(records, actor or cast.coordinator, **given | more)


def publish(cast, **more):
    with cast.write() as records:
        publish_roster(records, cast.coordinator, roster_id=cast.roster_id, now=NOW, **more)


def test_the_whole_office_is_closed_and_all_published_work_is_named(cast):
    publish(cast)
    told = close(cast)
    assert (len(told.duties), len(told.stops)) == (2, 6)
    (kept,) = cast.all(ClosedDay)
    assert (kept.date, kept.villages, kept.reason) == (WEDNESDAY, [], "颱風")


@pytest.mark.parametrize("kind", KINDS)
def test_a_village_takes_its_stops_only(cast):
    publish(cast)
    told = close(cast, villages=["平通里"])
    assert len(told.duties) == 1
    assert len(told.stops) == 2
    told = close(cast, villages=["國平里"])
    assert len(told.duties) == 2
    assert len(told.stops) == 3


def test_a_draft_and_another_day_count_for_nothing(cast):
    assert close(cast).duties == ()
    publish(cast, again=True)
    assert close(cast, date=MONDAY).stops == ()


def test_what_is_closed_already_is_said(cast):
    close(cast, villages=["平通里", "國平里"])
    with pytest.raises(Conflict) as caught:
        close(cast, villages=["平通里"])
    assert caught.value.code == "already_closed"
    close(cast)
    for villages in ([], ["育平里"]):
        with pytest.raises(Conflict):
            close(cast, villages=villages)
    assert len(cast.all(ClosedDay)) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"villages": ["沒有里"]}, "no_such_village"),
        ({"villages": [""]}, "no_such_village"),
        ({"date": MONDAY - dt.timedelta(days=4)}, "past"),
        ({"reason": "長" * 201}, "reason_too_long"),
    ],
)
def test_what_cannot_be_is_refused(cast, given, code):
    with pytest.raises(Invalid) as caught:
        close(cast, **given)
    assert caught.value.code == code
    assert cast.all(ClosedDay) == []


def test_only_coordinators_close(cast):
    for actor in (cast.lin, cast.auditor, cast.actor("admin")):
        with pytest.raises(NotAllowed):
            close(cast, actor)


def test_it_is_undone(cast):
    close(cast)
    with cast.write("undo") as records:
        undo_change(records)
    assert cast.all(ClosedDay) == []
