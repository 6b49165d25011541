"""The week is locked once, and made where it is not there yet."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach.records import Week
from outreach.usecases.weeks.lock_week import lock_known_weeks, lock_week
from tests.databases import KINDS
from tests.office import MONDAY


def test_a_week_is_made_once(cast):
    for _ in range(2):
        with cast.write() as records:
            lock_week(records, MONDAY)
    assert [week.monday for week in cast.all(Week)] == [MONDAY]


def test_another_day_is_no_week(cast):
    with cast.write() as records, pytest.raises(ValueError, match="Monday"):
        lock_week(records, MONDAY + dt.timedelta(days=1))


@pytest.mark.parametrize("kind", KINDS)
def test_many_who_make_it_at_once_get_the_same(cast):
    def make(_):
        with cast.write() as records:
            return lock_week(records, MONDAY).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(make, range(8)))) == 1


def test_only_weeks_that_are_known_are_locked_for_a_long_absence(cast):
    with cast.write() as records:
        lock_week(records, MONDAY)
        lock_week(records, MONDAY + dt.timedelta(days=14))
    with cast.write() as records:
        weeks = lock_known_weeks(records, MONDAY + dt.timedelta(days=6), MONDAY + dt.timedelta(days=400))
        assert [week.monday for week in weeks] == [MONDAY, MONDAY + dt.timedelta(days=14)]
    assert len(cast.all(Week)) == 2
