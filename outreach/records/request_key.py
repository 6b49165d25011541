"""Writes that a client may repeat without doing them twice."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class RequestKey(OfficeRecord, table=True):
    """The answer that was given to a write with this idempotency key. `sameness`: SHA-256 of method, path and body."""

    __table_args__ = (UniqueConstraint("account_id", "key"),)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=32)
    key: str
    sameness: str
    at: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    status: int
    headers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSON)
