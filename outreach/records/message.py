"""What people are told, and what they have read and answered."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Message(OfficeRecord, table=True):
    """One message to one person: time, kind of duty and a link, never a client's name, address or phone.

    `occasion`: what it is about, such as `publish:<roster>`; nobody gets two messages on one occasion. `status`:
    `waiting`, `sending` (handed over, no answer yet), `sent`, `failed`, `unsure`: the machine stopped while it was
    sending, and it is not sent again; or `kept`: only to be read in the application, since the office sends none
    (`fault`: `no_way`), the person has no address (`no_address`) or was told something newer before this one went out
    (`replaced`). `text`: as it goes out. `fault`: a code.
    """

    __table_args__ = (UniqueConstraint("person_id", "occasion"),)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    occasion: str
    subject: str
    text: str
    status: str = Field(default="waiting", index=True)
    created: dt.datetime = Field(sa_type=TaipeiDateTime)
    sent_at: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    fault: str = ""


class Reading(OfficeRecord, table=True):
    """That a person has opened their part of a published roster."""

    __table_args__ = (UniqueConstraint("roster_id", "person_id"),)
    roster_id: str = Field(foreign_key="roster.id", index=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    at: dt.datetime = Field(sa_type=TaipeiDateTime)


class Answer(OfficeRecord, table=True):
    """What a person says to one duty of a published roster: `accepted` or `declined`, the newest answer."""

    __table_args__ = (UniqueConstraint("duty_id"),)
    roster_id: str = Field(foreign_key="roster.id", index=True, max_length=32)
    duty_id: str = Field(foreign_key="rosterduty.id", index=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    answer: str
    reason: str = ""
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
