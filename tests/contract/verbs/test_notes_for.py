"""For whom what is noted is taken: an account's own, a device's days, a coordinator's for everybody, nobody else's."""

import datetime as dt

import pytest

from outreach.actor import Actor

DAY = dt.date(2026, 12, 2)
NEXT = DAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"role": "coordinator"}, True),
        ({"role": "field", "person_id": "lin"}, True),
        ({"role": "field", "person_id": "zhou"}, False),
        ({"role": "field"}, False),
        ({"role": "link", "person_id": "lin", "date": DAY}, True),
        ({"role": "noting", "person_id": "lin", "date": DAY}, True),
        ({"role": "noting", "person_id": "lin", "date": NEXT}, False),
        ({"role": "noting", "person_id": "lin", "date": NEXT, "bound": frozenset({("lin", DAY)})}, True),
        ({"role": "link", "person_id": "zhou", "date": DAY, "bound": frozenset({("lin", DAY)})}, True),
        ({"role": "link", "person_id": "zhou", "date": DAY, "bound": frozenset({("lin", NEXT)})}, False),
        ({"role": "auditor", "person_id": "lin"}, False),
        ({"role": "admin", "person_id": "lin"}, False),
    ],
)
def test_whose_entries_are_taken(given, taken):
    assert Actor(office_id="", **given).notes_for("lin", DAY) is taken
