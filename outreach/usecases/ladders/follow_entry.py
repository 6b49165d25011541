"""What an entry of the field means for ladders."""

from __future__ import annotations

import datetime as dt

from outreach.records import Entry, VisitLog
from outreach.records.database import OfficeRecords


def follow_entry(records: OfficeRecords, log: VisitLog, entry: Entry, *, now: dt.datetime) -> None:
    """Nothing yet: no ladder is there to begin or to end."""
    del records, log, entry, now
