"""What a coordinator has decided: input for the next plan."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord


class Pin(KeptRecord, table=True):
    """A coordinator's decision for one date: this person takes this seat, or (with `never`) no seat of it.

    `item`: the code of a care plan, task, desk, drive or client (for a campaign's delivery). `seat` counts from 1.
    `by_hand`: not from a workbook, whose next import leaves it alone.
    """

    __table_args__ = (UniqueConstraint("office_id", "item", "date", "seat", "person_id"),)
    item: str
    date: dt.date = Field(index=True)
    seat: int = 1
    person_id: str = Field(foreign_key="person.id", max_length=32)
    start: dt.time | None = None
    never: bool = False
    by_hand: bool = False
