"""What has been agreed for one week only: another time or crew of one visit, more hours of one person."""

import datetime as dt

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord
from outreach.records.service import Seats


class Appointment(KeptRecord, table=True):
    """One visit or delivery of the week that starts on `monday` that is not as its care plan, request or campaign says.

    `item_key`: as in `RosterStop`. `date`: it is on that day, whatever the weekdays; `earliest`, `latest`: of the start
    there. `crew`: its seats. What is `None` is as it always is.
    """

    __table_args__ = (UniqueConstraint("office_id", "monday", "item_key"),)
    monday: dt.date = Field(index=True)
    item_key: str
    date: dt.date | None = None
    earliest: dt.time | None = None
    latest: dt.time | None = None
    crew: Seats | None = Field(default=None, sa_type=JSON)


class Allowance(KeptRecord, table=True):
    """A person may do more in the week that starts on `monday` than their limits say: hours a day, hours and days in
    the week. What is `None` is as it always is.
    """

    __table_args__ = (UniqueConstraint("person_id", "monday"),)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    monday: dt.date = Field(index=True)
    day_hours: float | None = None
    week_hours: float | None = None
    days: int | None = None
