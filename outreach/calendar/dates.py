"""Dates and times as the office writes and reads them, in ROC years and in Taipei's local time."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
ROC_OFFSET = 1911

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_DATE = re.compile(
    r"(?P<era>中華民國|民國|ROC)?\s*(?P<year>(?(era)[0-9]{1,3}|[0-9]{1,4}))\s*[年/.-]\s*"
    r"(?P<month>[0-9]{1,2})\s*[月/.-]\s*(?P<day>[0-9]{1,2})\s*日?\s*"
    r"(?:\(?(?:星期|週)?(?P<weekday>[一二三四五六日])\)?)?",
    re.IGNORECASE,
)
_PACKED_DATE = re.compile(
    r"(?P<era>)(?P<year>[01][0-9]{2}|[12][0-9]{3})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<weekday>)"
)
_CLOCK_TIME = re.compile(
    r"(?P<half>上午|早上|中午|下午|晚上|AM|PM)?\s*(?P<hour>[0-9]{1,2})\s*"
    r"(?:[:.](?P<minute>[0-9]{2})(?::00)?|[時點]\s*(?:(?P<spoken>[0-9]{1,2})\s*分?)?)\s*(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_PACKED_TIME = re.compile(r"(?P<half>)(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})(?P<spoken>)(?P<after>)")
_AFTERNOON = frozenset({"中午", "下午", "晚上", "pm"})


class AmbiguousDateError(ValueError):
    """A date that could be meant in two ways: ask whoever wrote it."""


def weekday_name(date: dt.date, language: str = "zh") -> str:
    """The day of the week in one word: `三`, or `Wed`."""
    return (_WEEKDAYS_EN if language == "en" else _WEEKDAYS_ZH)[date.weekday()]


def roc(date: dt.date, language: str = "zh") -> str:
    """A date in full, as headings write it: `115年12月2日（三）`, or `2 December 2026 (Wed)`."""
    if language == "en":
        return f"{date.day} {_MONTHS_EN[date.month - 1]} {date.year} ({weekday_name(date, 'en')})"
    return f"{date.year - ROC_OFFSET}年{date.month}月{date.day}日（{weekday_name(date)}）"


def short(date: dt.date, language: str = "zh") -> str:
    """A date without its year: `12/2（三）`, or `Wed 2 Dec`."""
    if language == "en":
        return f"{weekday_name(date, 'en')} {date.day} {_MONTHS_EN[date.month - 1][:3]}"
    return f"{date.month}/{date.day}（{weekday_name(date)}）"


def monday_of(date: dt.date) -> dt.date:
    """The Monday of the week that holds this date."""
    return date - dt.timedelta(days=date.weekday())


def coming_monday(date: dt.date) -> dt.date:
    """The first Monday after this date; a Monday's is the next week's."""
    return monday_of(date) + dt.timedelta(days=7)


def half_width(text: str) -> str:
    """The text with full-width digits, letters and signs made narrow, and without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def parse_date(text: str) -> dt.date:
    """The date that a text writes: `115/12/2`, `115年12月2日`, `1151202`, `2026-12-02`.

    A year below 1000 counts from the founding of the Republic. Raises `AmbiguousDateError` for one of fewer than three
    digits without 民國, and `ValueError` for anything else, also when the day of the week is another.
    """
    plain = half_width(text)
    found = _DATE.fullmatch(plain) or _PACKED_DATE.fullmatch(plain)
    if found is None:
        raise ValueError("not a date")
    if len(found["year"]) < 3 and not found["era"]:
        raise AmbiguousDateError("the year has fewer than three digits")
    year = int(found["year"])
    date = dt.date(year if year >= 1000 else year + ROC_OFFSET, int(found["month"]), int(found["day"]))
    if found["weekday"] and found["weekday"] != weekday_name(date):
        raise ValueError("another day of the week")
    return date


def parse_time(text: str) -> dt.time:
    """The time of day that a text writes: `9:30`, `0930`, `14時`, `下午2:05`. Raises `ValueError`, also for `24:00`."""
    plain = half_width(text)
    found = _CLOCK_TIME.fullmatch(plain) or _PACKED_TIME.fullmatch(plain)
    if found is None or (found["half"] and found["after"]):
        raise ValueError("not a time of day")
    hour, minute = int(found["hour"]), int(found["minute"] or found["spoken"] or 0)
    half = (found["half"] or found["after"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("not a time of day")
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    return dt.time(hour, minute)
