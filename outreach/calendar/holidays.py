"""The days on which Taiwan's public offices are closed, weekends apart."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays


@lru_cache(maxsize=8)
def _holidays_of(year: int) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("TW", years=year, language="zh_TW"))


def closed_on(date: dt.date) -> str | None:
    """The public holiday that closes offices on this weekday, or `None`; Saturdays and Sundays are not asked about."""
    return None if date.weekday() >= 5 else _holidays_of(date.year).get(date)
