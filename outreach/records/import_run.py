"""What was imported, when, and every row that could not be taken."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class ImportRun(OfficeRecord, table=True):
    """One import of one file. `faults`: `{"sheet", "row", "column", "code", "text"}` for each row not taken.

    `status`: `reading`; `preview`: nothing is kept yet, and a coordinator is to look; `kept`; `refused`; `dropped`.
    `added`, `changed`, `same`: records by what the import did to them, or would do. Faults hold no names, only where to
    look. `findings`: what a preview shows, see `outreach.usecases.importing.preview_import`; emptied once it is kept.
    """

    file_name: str
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    status: str = "kept"
    account_id: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    upload_id: str | None = Field(default=None, foreign_key="upload.id", max_length=32)
    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    findings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
