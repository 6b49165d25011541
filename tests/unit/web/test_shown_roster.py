"""Which revision of a week is shown."""

import datetime as dt

import pytest

from outreach.records import Roster
from outreach.usecases.showing.shown_roster import shown_roster

NOW = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)


def rosters(*statuses):
    given = {"monday": dt.date(2026, 11, 30), "created": NOW, "seed": 1, "seconds": 1, "iterations": 1}
    return [
        Roster(office_id="", revision=number, status=status, missed=0, left=0, **given)
        for number, status in enumerate(statuses, 1)
    ]


@pytest.mark.parametrize(
    ("statuses", "shown"),
    [
        ((), None),
        (("draft",), 1),
        (("draft", "draft"), 2),
        (("published",), 1),
        (("published", "draft"), 2),
        (("draft", "published"), 2),
        (("published", "frozen"), 1),
        (("frozen", "published", "frozen"), 2),
        (("published", "frozen", "draft"), 3),
    ],
)
def test_a_replaced_one_is_never_shown_as_what_holds(statuses, shown):
    found = shown_roster(rosters(*statuses))
    assert (found and found.revision) == shown
