"""What really happened: the visit log, and the entries that it is made of."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class VisitLog(OfficeRecord, table=True):
    """One stop or shift of one person as it was that day: what a client or a roster becomes later does not alter it.

    Above the line: who, where and with whom, frozen when the first entry came. `crew`: names of those who were to be
    there at the same time. `category`: of the service, for hours. `need_grade`: of the client that day.

    Below: what the newest entries say. `outcome`: a code of `outreach.forms.entries`; `seen`: in person, `None` when
    nobody said. `items`: what was handed over. `strokes`: the signature as polylines of whole numbers, 0–1000.
    `clock_off`: the worst difference between a device's clock and ours, seconds, positive when the device is ahead.

    `registered`: when who keeps the hours signed them off, `registrar_id` by which account, `credited` minutes.
    """

    __table_args__ = (UniqueConstraint("office_id", "date", "person_id", "item_key"),)
    date: dt.date = Field(index=True)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    item_key: str = Field(index=True)
    roster_id: str | None = Field(default=None, foreign_key="roster.id", max_length=32)
    stop_id: str | None = Field(default=None, foreign_key="rosterstop.id", max_length=32)
    client_id: str | None = Field(default=None, foreign_key="client.id", index=True, max_length=32)
    person: str
    role: str
    unit: str = ""
    crew: list[str] = Field(default_factory=list, sa_type=JSON)
    kind: str
    letter: str = ""
    service: str = ""
    category: str = ""
    client: str = ""
    need_grade: int = 0
    village: str = ""
    address: str = ""
    planned_from: dt.datetime = Field(sa_type=TaipeiDateTime)
    planned_to: dt.datetime = Field(sa_type=TaipeiDateTime)
    units: int = 0

    arrived: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    left: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    outcome: str = Field(default="", index=True)
    seen: bool | None = None
    items: str = ""
    remarks: str = ""
    strokes: list[list[int]] = Field(default_factory=list, sa_type=JSON)
    witness: str = ""
    satisfaction: int | None = None
    people_served: int | None = None
    forms_received: int | None = None
    clock_off: int = 0
    updated: dt.datetime = Field(sa_type=TaipeiDateTime)

    registered: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    registrar_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    credited: int | None = None


class Condition(OfficeRecord, table=True):
    """How a client was, as short codes and nothing else: health is kept apart from the log. Coordinators read it."""

    entry_id: str = Field(foreign_key="entry.id", unique=True, max_length=32)
    log_id: str = Field(foreign_key="visitlog.id", index=True, max_length=32)
    codes: list[str] = Field(default_factory=list, sa_type=JSON)


class Entry(OfficeRecord, table=True):
    """One thing that somebody noted at one stop or shift. Never changed: a correction is a further entry.

    `key`: the identifier that the device gave it, 32 hexadecimal digits, by which a repetition is known; `digest`:
    SHA-256 of what it said. `action`: `arrive`, `leave` or `result`. `device_at`: by the clock of the device, `at`: by
    ours. `content`: what it said, but for the condition. `account_id` or `link_id`: by whom it came.
    """

    __table_args__ = (UniqueConstraint("office_id", "key"),)
    log_id: str = Field(foreign_key="visitlog.id", index=True, max_length=32)
    key: str = Field(max_length=32)
    digest: str = Field(max_length=64)
    action: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    device_at: dt.datetime = Field(sa_type=TaipeiDateTime)
    at: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    link_id: str | None = Field(default=None, foreign_key="dutylink.id", max_length=32)
