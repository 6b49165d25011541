"""Note that somebody has opened their part of a roster."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Message, Reading, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import NotAllowed, NotThere
from outreach.usecases.weeks.publish_roster import occasion_of
from outreach.usecases.weeks.published_roster import roster_for


def is_unread(records: OfficeRecords, actor: Actor, *, roster_id: str) -> bool:
    """Whether a field person has not opened this published roster since they were told of it."""
    roster = records.get(Roster, roster_id)
    if actor.role != "field" or actor.person_id is None or roster is None or roster.status != "published":
        return False
    found = records.all(Reading, Reading.roster_id == roster_id, Reading.person_id == actor.person_id)
    about = col(Message.occasion).startswith(occasion_of(roster))
    told = records.all(Message, Message.person_id == actor.person_id, about)
    return not found or any(found[0].at < message.created for message in told)


def note_reading(records: OfficeRecords, actor: Actor, *, roster_id: str, now: dt.datetime) -> Reading:
    """That the actor has read their part of a published roster; the first time since they were told of it counts.

    Raises `NotAllowed` for whoever is nobody in the roster, `NotThere` for drafts.
    """
    roster = roster_for(records, actor, roster_id)
    if actor.person_id is None:
        raise NotAllowed
    if roster.status == "draft":
        raise NotThere

    def known() -> Reading | None:
        found = records.all(Reading, Reading.roster_id == roster_id, Reading.person_id == actor.person_id)
        return found[0] if found else None

    reading = known()
    if reading is None:
        # Two tabs at once: the second waits here for the first.
        with suppress(IntegrityError), records.session.begin_nested():
            records.add(Reading(office_id="", roster_id=roster_id, person_id=actor.person_id, at=now))
        reading = known()
    assert reading is not None
    about = col(Message.occasion).startswith(occasion_of(roster))
    told = [message.created for message in records.all(Message, Message.person_id == actor.person_id, about)]
    if told and reading.at < max(told):
        reading.at = now
    return reading
