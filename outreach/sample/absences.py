"""Leave in the planned week: a few people are away, some for days and some for half of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from outreach.sample.half_days import HalfDay
from outreach.sample.people import SamplePerson
from outreach.sample.tables import Row
from outreach.sample.working_days import on_weekday


class Leave(NamedTuple):
    """Leave of one person from the first to the last weekday; with `part`, only that half of each day."""

    person: str
    first: int
    last: int
    reason: str
    part: str = ""


LEAVES = (
    Leave("A02", 3, 3, "休假"),
    Leave("A07", 4, 5, "公假（講習）"),
    Leave("A21", 1, 5, "休假"),
    Leave("A30", 2, 2, "病假", "pm"),
    Leave("A41", 5, 5, "事假"),
    Leave("R02", 1, 1, "休假"),
    Leave("R08", 5, 5, "公假（講習）", "am"),
    Leave("S03", 1, 2, "休假"),
    Leave("S08", 5, 5, "返校座談"),
    Leave("V05", 1, 7, "出國"),
    Leave("V16", 2, 3, "看診"),
    Leave("V29", 4, 4, "家中有事", "am"),
)
_PARTS = {"am": ("am",), "pm": ("pm",), "": ("am", "noon", "pm", "evening")}
_HOURS = {"am": (dt.time(8), dt.time(12, 30)), "pm": (dt.time(13), dt.time(17, 30)), "": (None, None)}


def go_on_leave(people: Mapping[str, SamplePerson]) -> None:
    """Note on each person the half-days of their leave."""
    for leave in LEAVES:
        days = range(leave.first, leave.last + 1)
        people[leave.person].away |= {HalfDay(day, part) for day in days for part in _PARTS[leave.part]}


def absence_rows(monday: dt.date) -> list[Row]:
    """The rows of the sheet of absences."""
    rows: list[Row] = []
    for leave in LEAVES:
        start, end = _HOURS[leave.part]
        first, last = (on_weekday(monday, day) for day in (leave.first, leave.last))
        row: Row = {"person": leave.person, "first": first, "last": last, "start": start, "end": end}
        rows.append(row | {"reason": leave.reason})
    return rows
