"""What was changed, by whom, and what has been undone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Change
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.coordinators_only import office_readers_only


def show_changes(records: OfficeRecords, actor: Actor, *, limit: int = 50) -> Sequence[Change]:
    """The office's last changes, the newest first. Raises `NotAllowed` for whoever does not see everybody."""
    office_readers_only(actor)
    asked = select(Change).order_by(col(Change.at).desc(), col(Change.id)).limit(limit)
    return records.session.exec(asked).all()
