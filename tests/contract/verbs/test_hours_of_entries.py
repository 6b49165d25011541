"""From an entry on a phone to hours: travel is nobody's, and a wrong clock measures the right time."""

from __future__ import annotations

import datetime as dt

import pytest

from outreach.records import VisitLog
from outreach.usecases.hours.show_hours import show_hours
from tests.contract.verbs.field import entry, note, publish, stop_id
from tests.databases import KINDS
from tests.office import at
from tests.service_hours import DAY, insure, train


def ready(cast):
    publish(cast)
    with cast.write() as records:
        train(records, cast.people["V001"])
        insure(records, cast.people["V001"])


def hours(cast):
    with cast.write() as records:
        (person,) = show_hours(records, cast.coordinator, month=DAY).people
    return person


@pytest.mark.parametrize("kind", KINDS)
def test_arriving_and_leaving_make_hours_and_the_way_between_does_not(cast):
    ready(cast)
    for position, (arrived, left) in enumerate([("13:30", "13:50"), ("14:05", "14:20"), ("14:31", "14:51")], 1):
        stop = stop_id(cast, position=position)
        note(cast, entry(stop, "arrive", arrived), moment=arrived)
        note(cast, entry(stop, "leave", left), moment=left)
    person = hours(cast)
    assert [one.credit.minutes for one in person.rows] == [20, 15, 20]
    assert person.waiting == 55


@pytest.mark.parametrize("days", [-366, -31, -1, 1, 31, 366])
def test_a_clock_that_is_days_off_is_put_right(cast, days):
    """T22: the phone says what its clock shows as it sends."""
    ready(cast)
    stop, off = stop_id(cast), dt.timedelta(days=days, minutes=7)
    for action, moment in (("arrive", "13:31"), ("leave", "13:52")):
        sent = at(2, moment) + off
        note(cast, entry(stop, action, sent), moment=moment, sent=sent)
    (row,) = hours(cast).rows
    assert (row.credit.minutes, row.state, row.log.date) == (21, "doubt", DAY)
    assert [one.code for one in row.credit.doubts] == ["clock_off"]
    assert (row.credit.span.start, row.credit.span.end) == (at(2, "13:31"), at(2, "13:52"))


def test_what_was_noted_without_signal_counts_by_its_own_time(cast):
    ready(cast)
    stop = stop_id(cast)
    for action, moment in (("arrive", "13:31"), ("leave", "13:52")):
        note(cast, entry(stop, action, moment), moment="17:00", sent=at(2, "17:00"))
    (row,) = hours(cast).rows
    assert (row.credit.minutes, row.state) == (21, "open")
    assert [one.clock_off for one in cast.all(VisitLog)] == [0]
