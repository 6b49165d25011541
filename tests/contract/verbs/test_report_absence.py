"""Reporting an absence: whose, when, and which published duties it runs into."""

import datetime as dt

import pytest

from outreach.calendar.dates import TAIPEI
from outreach.records import Absence
from outreach.refusals import Conflict, Invalid, NotAllowed, NotThere
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.weeks.publish_roster import publish_roster
from outreach.usecases.weeks.report_absence import report_absence
from tests.contract.verbs.conftest import NOW
from tests.databases import KINDS
from tests.office import at

WHOLE_WEDNESDAY = {"start": at(2, "00:00"), "end": at(3, "00:00")}


def report(cast, actor=None, code="V001", **more):
    with cast.write("report_absence") as records:
        given = {"person_id": cast.people.get(code, code), "reason": "病假", "now": NOW} | WHOLE_WEDNESDAY
        return report_absence(records, actor or cast.coordinator, **given | more)


def publish(cast):
    with cast.write() as records:
        publish_roster(records, cast.coordinator, roster_id=cast.roster_id, now=NOW)


def of_lin(cast):
    return cast.all(Absence, Absence.person_id == cast.people["V001"])


def test_it_is_kept_by_hand_and_names_the_published_duty(cast):
    publish(cast)
    told = report(cast)
    (kept,) = of_lin(cast)
    assert (kept.by_hand, kept.reason, kept.start, kept.end) == (True, "病假", at(2, "00:00"), at(3, "00:00"))
    assert [(duty.person_id, duty.date.day) for duty in told.duties] == [(cast.people["V001"], 2)]


def test_a_draft_counts_for_nothing(cast):
    assert report(cast).duties == ()


@pytest.mark.parametrize(
    ("start", "end", "hit"),
    [("07:00", "08:30", False), ("07:00", "08:31", True), ("17:10", "20:00", False), ("17:09", "20:00", True)],
)
def test_only_a_duty_that_it_overlaps_is_named(cast, start, end, hit):
    publish(cast)
    assert bool(report(cast, start=at(2, start), end=at(2, end)).duties) == hit


def test_somebody_reports_their_own(cast):
    report(cast, cast.lin)
    assert len(of_lin(cast)) == 1


def test_somebody_elses_is_not_there(cast):
    with pytest.raises(NotThere):
        report(cast, cast.zhou)
    with pytest.raises(NotThere):
        report(cast, code="f" * 32)
    assert of_lin(cast) == []


def test_auditors_and_administrators_report_nothing(cast):
    for role in ("auditor", "admin"):
        with pytest.raises(NotAllowed):
            report(cast, cast.actor(role))


def test_what_is_known_already_is_said(cast):
    report(cast)
    with pytest.raises(Conflict) as caught:
        report(cast, start=at(2, "09:00"), end=at(2, "12:00"))
    assert caught.value.code == "already_reported"
    report(cast, start=at(2, "09:00"), end=at(3, "12:00"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"end": at(2, "00:00")}, "ends_before_start"),
        ({"end": at(1, "00:00")}, "ends_before_start"),
        ({"end": at(369, "00:00")}, "too_long"),
        ({"start": at(-4, "00:00"), "end": at(-3, "16:20")}, "past"),
        ({"start": at(2, "00:00").replace(tzinfo=None)}, "no_zone"),
        ({"reason": "長" * 201}, "reason_too_long"),
    ],
)
def test_a_span_that_cannot_be_is_refused(cast, given, code):
    with pytest.raises(Invalid) as caught:
        report(cast, **given)
    assert caught.value.code == code
    assert of_lin(cast) == []


def test_todays_absence_may_have_begun(cast):
    report(cast, start=at(-4, "00:00"), end=NOW + dt.timedelta(seconds=1))


@pytest.mark.parametrize("kind", KINDS)
def test_another_zone_is_the_same_moment(cast):
    publish(cast)
    utc = at(2, "17:09").astimezone(dt.UTC)
    assert len(report(cast, start=utc, end=utc + dt.timedelta(hours=9)).duties) == 1
    assert of_lin(cast)[0].start.tzinfo is TAIPEI


def test_it_is_undone(cast):
    report(cast)
    with cast.write("undo") as records:
        undo_change(records)
    assert of_lin(cast) == []
