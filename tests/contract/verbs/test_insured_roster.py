"""V4: a roster that has a volunteer on a day without insurance says whose and which; the office decides the rest."""

from __future__ import annotations

import datetime as dt

import pytest

from outreach.records import Insurance, Office, Roster
from outreach.refusals import Conflict
from outreach.usecases.weeks.preview_publish import preview_publish
from outreach.usecases.weeks.publish_roster import publish_roster
from tests.contract.verbs.conftest import NOW
from tests.service_hours import DAY, insure

ONE = dt.timedelta(days=1)


def set_to(cast, insurance):
    with cast.write() as records:
        records.session.get(Office, records.office.id).insurance = insurance


def insured(cast, start, end, code="V001"):
    with cast.write() as records:
        insure(records, cast.people[code], start, end)


def preview(cast, now=NOW):
    with cast.write() as records:
        return preview_publish(records, cast.coordinator, roster_id=cast.roster_id, now=now)


def publish(cast, **more):
    with cast.write() as records:
        return publish_roster(records, cast.coordinator, **{"roster_id": cast.roster_id, "now": NOW} | more)


def refused(cast, **more):
    with pytest.raises(Conflict) as error:
        publish(cast, **more)
    return error.value


def test_nobody_is_asked_before_the_office_keeps_any_insurance(cast):
    assert preview(cast).uninsured == ()
    assert publish(cast).roster.status == "published"


@pytest.mark.parametrize(
    ("start", "end", "hit"),
    [
        (DAY, DAY, False),
        (DAY - ONE, DAY, False),
        (DAY, DAY + ONE, False),
        (DAY - ONE, DAY - ONE, True),
        (DAY + ONE, DAY + ONE, True),
    ],
)
def test_a_day_without_insurance_is_named(cast, start, end, hit):
    insured(cast, start, end)
    found = preview(cast)
    assert [(one.code, one.name, one.dates) for one in found.uninsured] == ([("V001", "林秀琴", (DAY,))] if hit else [])
    assert [one.code for one in found.refusals] == ["not_insured"] * hit
    assert found.again is hit
    if not hit:
        publish(cast)
        return
    error = refused(cast)
    assert error.code == "not_insured"
    assert "V001 12/2（三）" in error.refusals[0].zh
    assert "林秀琴" not in error.refusals[0].zh + error.refusals[0].en
    assert publish(cast, again=True).roster.status == "published"


def test_others_than_volunteers_need_none(cast):
    insured(cast, DAY, DAY)
    assert preview(cast).uninsured == ()


def test_blocked_nobody_can_insist(cast):
    set_to(cast, "block")
    found = preview(cast)
    assert [one.code for one in found.uninsured] == ["V001"]
    assert ([one.code for one in found.refusals], found.again) == (["must_be_insured"], False)
    for again in (False, True):
        assert refused(cast, again=again).code == "must_be_insured"
    assert [one.status for one in cast.all(Roster)] == ["draft"]
    insured(cast, DAY, DAY)
    assert publish(cast).roster.status == "published"


def test_switched_off_nobody_is_named(cast):
    insured(cast, DAY - ONE, DAY - ONE)
    set_to(cast, "off")
    found = preview(cast)
    assert (found.uninsured, found.refusals) == ((), ())
    assert publish(cast).roster.status == "published"


def test_what_is_over_is_not_asked_about(cast):
    insured(cast, DAY - ONE, DAY - ONE)
    later = dt.datetime.combine(DAY + ONE, dt.time(8), NOW.tzinfo)
    assert preview(cast, later).uninsured == ()
    assert len(cast.all(Insurance)) == 1
