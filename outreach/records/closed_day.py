"""Days on which field work stops."""

import datetime as dt

from sqlalchemy import JSON
from sqlmodel import Field

from outreach.records.base import KeptRecord


class ClosedDay(KeptRecord, table=True):
    """No work on `date`: in the whole office, or, where `villages` names 里, at places in them only."""

    date: dt.date = Field(index=True)
    villages: list[str] = Field(default_factory=list, sa_type=JSON)
    reason: str = ""
