"""What people were told, and how far each message is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Message
from outreach.records.database import OfficeRecords
from outreach.refusals import NotAllowed

MOST = 200


def show_messages(
    records: OfficeRecords, actor: Actor, *, person_id: str | None = None, status: str | None = None
) -> Sequence[Message]:
    """Messages, the newest first, at most 200; a field person sees their own. Raises `NotAllowed`."""
    if actor.role == "admin":
        raise NotAllowed
    asked = select(Message)
    if actor.role == "field":
        asked = asked.where(Message.person_id == (actor.person_id or ""))
    if person_id is not None:
        asked = asked.where(Message.person_id == person_id)
    if status is not None:
        asked = asked.where(Message.status == status)
    return records.session.exec(asked.order_by(col(Message.created).desc(), col(Message.id)).limit(MOST)).all()
