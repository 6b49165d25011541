"""The ledger of service hours: what was signed off, and what was taken back. Nothing in it is ever changed."""

import datetime as dt

from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class HoursLine(OfficeRecord, table=True):
    """One line: so many `minutes` of one row of the visit log were signed off, or (`withdrawn`) taken back.

    `arrived`, `left`: the times that it was about, as the log had them then. `account_id`: who did it, who is never the
    volunteer; `reason`: why it was taken back.
    """

    log_id: str = Field(foreign_key="visitlog.id", index=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    date: dt.date = Field(index=True)
    minutes: int
    withdrawn: bool = False
    category: str = ""
    arrived: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    left: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    reason: str = ""
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    account_id: str = Field(foreign_key="account.id", max_length=32)
