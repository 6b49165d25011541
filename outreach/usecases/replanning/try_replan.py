"""Try what a replan of a roster would change, without keeping it."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import Job, Roster
from outreach.records.database import OfficeRecords
from outreach.usecases.jobs.ask_for_job import ask_for_try
from outreach.usecases.replanning.what_happened import what_happened
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.weeks.coordinators_only import coordinators_only


def try_replan(records: OfficeRecords, actor: Actor, *, roster_id: str, level: str, now: dt.datetime) -> Job:
    """The job that tries it, on what has happened so far. Raises as `ask_for_try`."""
    coordinators_only(actor)
    records.session.flush()
    seen = what_happened(records, actor, roster_id=roster_id, now=now).seen
    return ask_for_try(records, actor, roster_id=roster_id, level=level, seen=seen, now=now)


def roster_to_replan(records: OfficeRecords, *, date: dt.date, now: dt.datetime) -> Roster | None:
    """The roster of the date's week that something new is to be worked into: the one that its page shows; `None` when
    the week has none, or is over.
    """
    monday = monday_of(date)
    if monday + dt.timedelta(days=7) <= now.date():
        return None
    return shown_roster(records.all(Roster, Roster.monday == monday))
