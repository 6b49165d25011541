"""The week as the thing that is decided about: one decision at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from outreach.calendar.dates import monday_of
from outreach.records import Week
from outreach.records.database import OfficeRecords


def lock_week(records: OfficeRecords, monday: dt.date) -> Week:
    """The week that starts on `monday`; nobody else decides about it until this transaction ends.

    To be called before anything that the decision rests on is read. Raises `ValueError` for another day of the week.
    """
    if monday != monday_of(monday):
        raise ValueError("a week starts on a Monday")
    week = _locked(records, monday)
    if week is None:
        # Of two who make it at once, the second waits here for the first, and then finds the first one's row.
        with suppress(IntegrityError), records.session.begin_nested():
            records.add(Week(office_id="", monday=monday))
        week = _locked(records, monday)
    assert week is not None  # Weeks are never removed.
    return week


def lock_known_weeks(records: OfficeRecords, first: dt.date, last: dt.date) -> Sequence[Week]:
    """The weeks between two dates about which anything has been decided, all locked, in the order of their Mondays."""
    asked = select(Week).where(Week.monday >= monday_of(first), Week.monday <= last).order_by(col(Week.monday))
    return records.session.exec(asked.with_for_update().execution_options(populate_existing=True)).all()


def _locked(records: OfficeRecords, monday: dt.date) -> Week | None:
    asked = select(Week).where(Week.monday == monday).with_for_update()
    return records.session.exec(asked.execution_options(populate_existing=True)).one_or_none()
