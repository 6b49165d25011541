"""The way to one person's duty of one day without an account: an address, a PIN that travels separately, a device."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class DutyLink(OfficeRecord, table=True):
    """One personal link. `token_hash`: SHA-256 of the secret in the address, which nobody keeps. `tries`: wrong PINs
    since the last right one; `blocked_until`: no PIN is looked at before. `device_hash`: SHA-256 of the cookie of the
    first device that knew the PIN, `""` until then; `csrf`: what that device's writes must bring along.

    What it shows ends two hours after the duty, or when it is revoked; what its device has noted is taken for 14 days
    more.
    """

    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    date: dt.date = Field(index=True)
    token_hash: str = Field(unique=True, max_length=64)
    device_hash: str = Field(default="", max_length=64, index=True)
    csrf: str = ""
    tries: int = 0
    blocked_until: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    created: dt.datetime = Field(sa_type=TaipeiDateTime)
    bound: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    seen: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    revoked: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)


class FieldPin(OfficeRecord, table=True):
    """The six digits by which a person opens their links, told by phone or in person. `pin_hash`: argon2."""

    __table_args__ = (UniqueConstraint("person_id"),)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    pin_hash: str
    made: dt.datetime = Field(sa_type=TaipeiDateTime)
