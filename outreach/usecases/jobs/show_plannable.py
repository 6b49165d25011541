"""A week before it is planned: whether it can be, and what there is of it already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Job, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import Refusal
from outreach.usecases.jobs.ask_for_job import is_try
from outreach.usecases.jobs.missing_for_plan import is_over, missing_for_plan
from outreach.usecases.weeks.coordinators_only import coordinators_only

A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannableWeek:
    """`missing`: why it cannot be planned; `job`: the one that plans it just now; `newest`: its last revision;
    `has_begun`: some of its days are over; `previous`: the week before, unless that is over.
    """

    monday: dt.date
    missing: Refusal | None
    job: Job | None
    newest: Roster | None
    has_begun: bool
    previous: dt.date | None
    following: dt.date


def show_plannable(records: OfficeRecords, actor: Actor, monday: dt.date, *, now: dt.datetime) -> PlannableWeek:
    """The week that starts on `monday`, to be planned. Raises `NotAllowed`."""
    coordinators_only(actor)
    rosters = records.all(Roster, Roster.monday == monday)
    before = monday - A_WEEK
    return PlannableWeek(
        monday=monday,
        missing=missing_for_plan(records, monday, now),
        job=planning_job(records, monday),
        newest=max(rosters, key=lambda roster: roster.revision, default=None),
        has_begun=monday < now.astimezone(TAIPEI).date(),
        previous=None if is_over(before, now) else before,
        following=monday + A_WEEK,
    )


def planning_job(records: OfficeRecords, monday: dt.date) -> Job | None:
    """The job that plans this week and has not ended, if there is one. A try is none: it keeps nobody from planning."""
    active = records.all(Job, col(Job.status).in_(("waiting", "running")), col(Job.kind).in_(("plan", "replan")))
    return next((job for job in active if job.given.get("monday") == monday.isoformat() and not is_try(job)), None)
