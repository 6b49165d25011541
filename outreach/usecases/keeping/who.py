"""Who may read and write records."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.refusals import NotAllowed, NotThere
from outreach.usecases.keeping.kind import Kind


def check_may_read(actor: Actor, kind: Kind, record_id: str | None = None) -> None:
    """Coordinators and auditors read everything, administrators what holds no personal data, field persons themselves.

    Raises `NotAllowed`, or `NotThere` for another person's record.
    """
    if actor.sees_everybody or (actor.role == "admin" and kind.open_to_admin):
        return
    if actor.role == "field" and kind.name == "people" and record_id is not None:
        if actor.is_person(record_id):
            return
        raise NotThere
    raise NotAllowed


def check_may_write(actor: Actor) -> None:
    """Only coordinators write. Raises `NotAllowed`."""
    if actor.role != "coordinator":
        raise NotAllowed
