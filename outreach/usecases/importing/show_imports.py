"""The office's imports."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import defer
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import ImportRun
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.coordinators_only import office_readers_only


def show_imports(records: OfficeRecords, actor: Actor, *, limit: int = 50) -> Sequence[ImportRun]:
    """The last imports, the newest first, without what was found in them. Raises `NotAllowed`."""
    office_readers_only(actor)
    asked = select(ImportRun).order_by(col(ImportRun.at).desc(), col(ImportRun.id)).limit(limit)
    bare = asked.options(defer(ImportRun.faults), defer(ImportRun.findings))  # type: ignore[arg-type]
    return records.session.exec(bare).all()
