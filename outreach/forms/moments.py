"""Dates, times of day and moments as they are handed in and shown."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from outreach.calendar.dates import TAIPEI

# The years in which a week can be written, from the founding of the Republic.
FIRST_YEAR, LAST_YEAR = 1912, 9998
WEEKDAYS = "1234567"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def read_date(given: Any) -> Any:
    """`2026-12-02` as a date of a year that can be planned."""
    if isinstance(given, str):
        try:
            given = dt.date.fromisoformat(given if _DATE.fullmatch(given) else "")
        except ValueError:
            raise PydanticCustomError("bad_date", "not a date") from None
    if isinstance(given, dt.date) and not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise PydanticCustomError("odd_date", "an unlikely year")
    return given


def _read_time(given: Any) -> Any:
    if isinstance(given, str):
        if not _TIME.fullmatch(given):
            raise PydanticCustomError("bad_time", "not a time of day")
        return dt.time.fromisoformat(given)
    return given


def _read_moment(given: Any) -> Any:
    if isinstance(given, str):
        try:
            given = dt.datetime.fromisoformat(given.upper() if _MOMENT.fullmatch(given) else "")
        except ValueError:
            raise PydanticCustomError("bad_moment", "not a moment") from None
    if not isinstance(given, dt.datetime):
        return given
    if given.tzinfo is None:
        raise PydanticCustomError("bad_moment", "no time zone")
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise PydanticCustomError("odd_date", "an unlikely year")
    return given.astimezone(TAIPEI)


def _weekdays(text: str) -> str:
    if any(day not in WEEKDAYS for day in text) or "".join(sorted(set(text))) != text:
        raise PydanticCustomError("bad_weekdays", "not days of the week")
    return text


Date = Annotated[
    dt.date,
    BeforeValidator(read_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-02"]}),
]
Time = Annotated[
    dt.time,
    BeforeValidator(_read_time),
    PlainSerializer(lambda time: f"{time:%H:%M}", return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": f"^{_TIME.pattern}$", "examples": ["08:30"]}),
]
ShownTime = Annotated[dt.time, WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"})]
"""A time of day without a zone, in what is shown; JSON Schema's own format wants a zone."""
Moment = Annotated[
    dt.datetime,
    BeforeValidator(_read_moment),
    PlainSerializer(lambda moment: moment.isoformat(), return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-12-02T08:30:00+08:00"]}),
]
Weekdays = Annotated[
    str,
    Field(min_length=1, max_length=7, json_schema_extra={"pattern": "^1?2?3?4?5?6?7?$"}),
    AfterValidator(_weekdays),
]
