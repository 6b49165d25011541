"""Cases: what is to be followed up, until it is closed."""

import datetime as dt

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Case(OfficeRecord, table=True):
    """One case. `number`: counts up from 1 in each ROC `year`. `owner_id`: the person it is up to. `status`: `open`,
    `waiting` or `closed`. `closing`: what came of it.
    """

    # `case` alone is a word of SQL's own.
    __tablename__ = "casefile"
    __table_args__ = (UniqueConstraint("office_id", "year", "number"),)
    year: int
    number: int
    title: str
    client_id: str | None = Field(default=None, foreign_key="client.id", index=True, max_length=32)
    log_id: str | None = Field(default=None, foreign_key="visitlog.id", index=True, max_length=32)
    owner_id: str | None = Field(default=None, foreign_key="person.id", index=True, max_length=32)
    due: dt.date = Field(index=True)
    status: str = Field(default="open", index=True)
    opened: dt.datetime = Field(sa_type=TaipeiDateTime)
    opened_by: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    closed: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    closed_by: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    closing: str = ""


class CaseNote(OfficeRecord, table=True):
    """What was noted on a case, in order of time. `changed`: what was made different, each field's `[before, after]`,
    with names and dates as they were called then.
    """

    case_id: str = Field(foreign_key="casefile.id", index=True, max_length=32)
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    account_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    text: str
    changed: dict[str, list[str]] = Field(default_factory=dict, sa_type=JSON)
