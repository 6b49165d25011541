"""Take back the last change by hand."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.judgement import Undone


def undo_step(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    now: dt.datetime,
) -> Undone:
    """Put the draft back to what it was before its last change by hand. Raises `Conflict` when there is none."""
    raise NotImplementedError
