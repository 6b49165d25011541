"""The address under which a person's calendar is found."""

import datetime as dt

from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Feed(OfficeRecord, table=True):
    """A person's calendar feed; whoever knows its secret address reads it. No row: there is none.

    `secret_hash`: SHA-256 of the secret, which nobody keeps. `made`: when this secret was made. `fetched`: when a
    calendar last asked for it, to the minute.
    """

    person_id: str = Field(foreign_key="person.id", ondelete="CASCADE", unique=True, max_length=32)
    secret_hash: str = Field(unique=True, max_length=64)
    made: dt.datetime = Field(sa_type=TaipeiDateTime)
    fetched: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
