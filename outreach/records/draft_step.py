"""What a change by hand did to a draft, so that it can be taken back."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class DraftStep(OfficeRecord, table=True):
    """One change by hand of one draft; the newest can be taken back, then the one before it.

    `number` counts from 1. `kind`: as `outreach.usecases.trying.hand_change` calls it. `cells`: whose days it changed,
    as `[person id, date]`. `before`: the rows of these days as they were, all that was unserved, and the roster's
    figures, as `{"duties": […], "stops": […], "unserved": […], "roster": {…}}`. `pins`: what became of pins, as a
    `Change` tells it.
    """

    __table_args__ = (UniqueConstraint("roster_id", "number"),)
    roster_id: str = Field(foreign_key="roster.id", index=True, max_length=32)
    number: int
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    account_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    kind: str
    cells: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    pins: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
