"""The days of the planned week on which the offices are open."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.holidays import closed_on


def open_weekdays(monday: dt.date) -> tuple[int, ...]:
    """The working days of the week, 1 for Monday to 5; all five when a whole week is closed."""
    days = tuple(day for day in range(1, 6) if closed_on(on_weekday(monday, day)) is None)
    return days or (1, 2, 3, 4, 5)


def on_weekday(monday: dt.date, weekday: int) -> dt.date:
    """The date of a weekday, 1 for Monday to 7, in the week of `monday`."""
    return monday + dt.timedelta(days=weekday - 1)
