"""A desk's shift on one date that is not as every week."""

import datetime as dt

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord
from outreach.records.service import Seats


class Shift(KeptRecord, table=True):
    """The shift of a desk on one `date`: other hours, other seats, one more, or none (`cancelled`).

    What is `None` is as the desk says. A date outside the desk's weekdays is one more shift.
    """

    __table_args__ = (UniqueConstraint("desk_id", "date"),)
    desk_id: str = Field(foreign_key="desk.id", index=True, max_length=32)
    date: dt.date = Field(index=True)
    start: dt.time | None = None
    end: dt.time | None = None
    required: Seats | None = Field(default=None, sa_type=JSON)
    desired: Seats | None = Field(default=None, sa_type=JSON)
    cancelled: bool = False
    note: str = ""
