"""The numbers of a week's rosters."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func
from sqlmodel import select

from outreach.records import Roster
from outreach.records.database import OfficeRecords


def next_revision(records: OfficeRecords, monday: dt.date) -> int:
    """The number of the week's next revision. The week is to be locked."""
    asked = select(func.max(Roster.revision)).where(Roster.office_id == records.office.id, Roster.monday == monday)
    return max(records.session.exec(asked).one() or 0, 0) + 1


def next_try(records: OfficeRecords, monday: dt.date) -> int:
    """The number of the week's next try, below 0. The week is to be locked."""
    asked = select(func.min(Roster.revision)).where(Roster.office_id == records.office.id, Roster.monday == monday)
    with records.with_tries():
        return min(records.session.exec(asked).one() or 0, 0) - 1
