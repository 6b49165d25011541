"""Reopen a closed day: work goes on after all."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import ClosedDay
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.keeping.removals import note_removal
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.seat_wanted import not_past


def reopen_day(records: OfficeRecords, actor: Actor, *, closed_day_id: str, now: dt.datetime) -> None:
    """Remove a closed day. Raises `NotThere` when it is open again already, `Invalid` when it is over."""
    coordinators_only(actor)
    day = records.get(ClosedDay, closed_day_id)
    if day is None:
        raise NotThere
    not_past(day.date, now)
    lock_week(records, monday_of(day.date))
    day = records.get(ClosedDay, closed_day_id, lock=True)
    if day is None:
        raise NotThere
    # The workbook may still have it: its next import asks before it brings it back.
    note_removal(records, day)
    records.remove(day)
