"""What was imported, when, and every row that could not be taken."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class ImportRun(OfficeRecord, table=True):
    """One import of one file. `faults`: `{"sheet", "row", "column", "code", "text"}` for each row not taken.

    `added`, `changed`, `same`: records by what the import did to them. Faults hold no names, only where to look.
    """

    file_name: str
    at: dt.datetime = Field(sa_type=TaipeiDateTime)
    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
