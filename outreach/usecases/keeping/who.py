"""Who may read and write records."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import col

from outreach.actor import Actor
from outreach.refusals import NotAllowed
from outreach.usecases.keeping.kind import Kind


def narrowed(actor: Actor, kind: Kind) -> list[ColumnElement[bool]]:
    """What a reader's records of this kind are narrowed to: nothing for coordinators and auditors, and for
    administrators where no personal data is held; for field persons, what is theirs. Raises `NotAllowed`.
    """
    if actor.sees_everybody or (actor.role == "admin" and kind.open_to_admin):
        return []
    if actor.role == "field" and kind.own:
        return [col(getattr(kind.record, kind.own)) == (actor.person_id or "")]
    raise NotAllowed


def check_may_write(actor: Actor) -> None:
    """Only coordinators write. Raises `NotAllowed`."""
    if actor.role != "coordinator":
        raise NotAllowed
