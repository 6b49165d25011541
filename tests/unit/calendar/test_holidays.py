"""The days on which Taiwan's offices are closed."""

import datetime as dt

from outreach.calendar.holidays import closed_on


def test_public_holidays_of_2026_and_2027() -> None:
    closed = [
        "2026-01-01",
        "2026-02-17",
        "2026-04-03",
        "2026-04-06",
        "2026-06-19",
        "2026-09-25",
        "2026-10-26",
        "2027-06-09",
    ]
    assert all(closed_on(dt.date.fromisoformat(day)) for day in closed)
    assert closed_on(dt.date(2026, 9, 25)) == "中秋節"


def test_a_year_has_as_many_days_off_as_the_official_calendar() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    assert sum(day.weekday() >= 5 or closed_on(day) is not None for day in days) == 120


def test_ordinary_weekdays_and_weekends_are_not_holidays() -> None:
    assert closed_on(dt.date(2026, 12, 2)) is None
    assert closed_on(dt.date(2026, 10, 10)) is None
