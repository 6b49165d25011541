"""What somebody changed, so that it can be told and undone."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Change(OfficeRecord, table=True):
    """One transaction that changed kept records. `verb`: the use case. `steps`: every record that changed, as
    `{"kind": table, "id": id, "before": {field: value} or null, "after": {field: value} or null}`, in the order in
    which they changed; of an edited record only the fields that changed, and the version.

    `undone_id`: the change that undid this one.
    """

    at: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    verb: str
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    undone_id: str | None = Field(default=None, foreign_key="change.id", max_length=32)
