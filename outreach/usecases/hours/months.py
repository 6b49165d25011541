"""Months, as hours are counted."""

from __future__ import annotations

import calendar
import datetime as dt

from outreach.refusals import Invalid, Refusal

MOST = 24


def month_of(date: dt.date) -> dt.date:
    """The first day of the date's month."""
    return date.replace(day=1)


def last_of(month: dt.date) -> dt.date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months_between(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of the first month and the last of the last one. Raises `Invalid` for more than 24 months, or when
    the last comes before the first.
    """
    start, end = month_of(first), last_of(month_of(last))
    if not 0 <= (end.year - start.year) * 12 + end.month - start.month < MOST:
        raise Invalid(
            Refusal(
                "months",
                "結束不能早於開始，最長 24 個月。",
                "Up to 24 months, and the end not before the start.",
                "until",
            )
        )
    return start, end
