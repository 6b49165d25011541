"""What tests of the field share: a published roster, its stops, and entries of a phone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from outreach.actor import Actor
from outreach.forms.entries import EntryForm
from outreach.records import DutyLink, Roster, RosterDuty, RosterStop
from outreach.records.base import new_id
from outreach.usecases.noting.note_entry import note_entry
from tests.office import at

DAY = at(2, "00:00").date()
"""On which everybody of the small office has their duty."""


def publish(cast):
    """The draft holds, from before its week."""
    with cast.write() as records:
        roster = records.get(Roster, cast.roster_id)
        roster.status, roster.published_at = "published", at(-2, "17:00")


def stop_id(cast, code="V001", position=1):
    """V001: a shift at 0, visits from 1; S001: the last visit together with her at 0."""
    (duty,) = cast.all(RosterDuty, RosterDuty.person_id == cast.people[code], RosterDuty.roster_id == cast.roster_id)
    (stop,) = cast.all(RosterStop, RosterStop.duty_id == duty.id, RosterStop.position == position)
    return stop.id


def entry(stop, action="arrive", moment="13:31", *, key=None, **result):
    """One entry as a phone sends it; `result`: what came of it."""
    given = {
        "key": key or new_id(),
        "stop_id": stop,
        "action": action,
        "at": at(2, moment) if isinstance(moment, str) else moment,
    }
    return EntryForm.model_validate(given | ({"result": result} if result else {}))


def note(cast, form, actor=None, moment="13:32", **more):
    """Hand it in at this moment of our clock; by 林秀琴's account, unless somebody else."""
    now = at(2, moment) if isinstance(moment, str) else moment
    with cast.write("note entry") as records:
        return note_entry(records, actor or cast.lin, form=form, now=now, **more)


def device_of(cast, code="V001", date=DAY, role="link") -> Actor:
    """Somebody's phone, bound to a personal link."""
    actor = replace(cast.actor("field", code), role=role, date=date)
    with cast.write() as records:
        link = records.add(
            DutyLink(
                office_id="",
                person_id=cast.people[code],
                date=date,
                token_hash=new_id(),
                device_hash=new_id(),
                created=dt.datetime.combine(date, dt.time(), at(0, "00:00").tzinfo),
            )
        )
        records.session.flush()
        return replace(actor, link_id=link.id)
