"""Ways to serve what a roster leaves out, as they were found and verified."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class FoundFixes(OfficeRecord, table=True):
    """What was found for one unserved task (`seat` 0) or seat of a shift of one roster.

    `ways`: in ids, dates and figures only, see `outreach.usecases.fixing.way`. `stamp`: what they were made from, see
    `outreach.usecases.fixing.made_from`. `job_id`: who looked; `seconds`: for how long. The roster may be gone by now.
    """

    __table_args__ = (UniqueConstraint("roster_id", "item_key", "seat"),)
    roster_id: str = Field(index=True, max_length=32)
    item_key: str
    seat: int = 0
    job_id: str = Field(max_length=32)
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    seconds: float = 0.0
    stamp: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    ways: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
