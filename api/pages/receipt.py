"""That a field person has opened what they were told of."""

from __future__ import annotations

from fastapi import Request

from api.pages.acting import act
from api.pages.page import parts_of
from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.note_reading import is_unread, note_reading


def note_read(request: Request, records: OfficeRecords, actor: Actor, roster_id: str) -> None:
    """Note it, unless it is noted already or the visitor is nobody in the roster."""
    if is_unread(records, actor, roster_id=roster_id):
        now = parts_of(request).clock.now()
        act(request, "read", lambda writing: note_reading(writing, actor, roster_id=roster_id, now=now))
