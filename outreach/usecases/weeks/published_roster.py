"""One roster, as far as somebody may know of it."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import NotAllowed, NotThere


def roster_for(records: OfficeRecords, actor: Actor, roster_id: str) -> Roster:
    """A roster that this actor may know of: field persons know published and frozen ones. Raises `NotThere`, and
    `NotAllowed` for whoever has nothing to do with rosters.
    """
    if actor.role == "admin":
        raise NotAllowed
    roster = records.get(Roster, roster_id)
    if roster is None or (actor.role == "field" and roster.status == "draft"):
        raise NotThere
    return roster
