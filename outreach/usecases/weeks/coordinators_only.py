"""What only coordinators decide."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.refusals import NotAllowed


def coordinators_only(actor: Actor) -> None:
    """Raise `NotAllowed` for everybody else."""
    if actor.role != "coordinator":
        raise NotAllowed


def office_readers_only(actor: Actor) -> None:
    """Raise `NotAllowed` for whoever may not see everybody's part of a roster."""
    if not actor.sees_everybody:
        raise NotAllowed
