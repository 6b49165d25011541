"""The week as the thing that coordinators work on together."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord


class Week(OfficeRecord, table=True):
    """One office's week. Whoever decides something about it locks this row first: two decisions never cross.

    `published_id`: the revision that holds now.
    """

    __table_args__ = (UniqueConstraint("office_id", "monday"),)
    monday: dt.date
    published_id: str | None = Field(default=None, foreign_key="roster.id", max_length=32)
