"""A field person's own duties, as far as they are published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuty:
    """One day's duty and how many stops it has."""

    duty: RosterDuty
    stops: int


def show_own_duties(records: OfficeRecords, actor: Actor, *, today: dt.date) -> tuple[OwnDuty, ...]:
    """What the visitor has to do from this week's Monday on, by date: of the revisions that hold now."""
    published = records.all(Roster, Roster.status == "published", col(Roster.monday) >= monday_of(today))
    # Where a newer revision holds, the older one is frozen; should both claim to hold, the newer is right.
    holds = {one.monday: one.id for one in sorted(published, key=lambda one: one.revision)}
    mine = records.all(
        RosterDuty, RosterDuty.person_id == actor.person_id, col(RosterDuty.roster_id).in_(holds.values())
    )
    stops = [one.duty_id for one in records.all(RosterStop, col(RosterStop.duty_id).in_([duty.id for duty in mine]))]
    return tuple(
        OwnDuty(duty=duty, stops=stops.count(duty.id)) for duty in sorted(mine, key=lambda one: (one.date, one.id))
    )
