"""What has been found for one unserved thing, as a coordinator reads it; shown only while it still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import FoundFixes, Job, Roster, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.fixing.made_from import still_so
from outreach.usecases.fixing.shown_way import Way, read_ways
from outreach.usecases.jobs.ask_for_job import looks_for
from outreach.usecases.weeks.own_duty import require_everybody

State = Literal["none", "looking", "found", "stale", "failed"]
RECENT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHead:
    """How far a job is that looks."""

    id: str
    status: str
    share: float
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixesView:
    """What is known. `state`: `none`: nobody has looked; `looking`: `job` does; `found`: `ways` and `vain` hold;
    `stale`: something has changed since; `failed`: the last job did, `fault` says why.
    """

    state: State
    ways: tuple[Way, ...] = ()
    vain: tuple[Way, ...] = ()
    at: dt.datetime | None = None
    seconds: float = 0.0
    job: JobHead | None = None
    fault: Mapping[str, str] | None = None


def show_fixes(records: OfficeRecords, actor: Actor, *, roster_id: str, unserved_id: str) -> FixesView:
    """What has been found for one unserved thing. Raises `NotThere`, also for who may not see everybody's work."""
    require_everybody(actor)
    roster, one = records.get(Roster, roster_id), records.get(RosterUnserved, unserved_id)
    if roster is None or one is None or one.roster_id != roster_id:
        raise NotThere
    found = records.all(
        FoundFixes, FoundFixes.roster_id == roster_id, FoundFixes.item_key == one.item_key, FoundFixes.seat == one.seat
    )
    job = _last_job(records, roster_id, one)
    if job is not None and job.status in ("waiting", "running") and not (found and found[0].job_id == job.id):
        return FixesView(state="looking", job=head_of(job))
    if not found:
        failed = job is not None and job.status == "failed"
        return FixesView(state="failed" if failed else "none", fault=job.fault if job is not None else None)
    if not still_so(records, roster, found[0].stamp):
        return FixesView(state="stale", at=found[0].at)
    ways = tuple(read_ways(records, found[0].ways))
    return FixesView(
        state="found",
        ways=tuple(way for way in ways if way.possible),
        vain=tuple(way for way in ways if not way.possible),
        at=found[0].at,
        seconds=found[0].seconds,
    )


def count_fixes(records: OfficeRecords, roster: Roster) -> dict[tuple[str, int], int]:
    """How many verified ways there are for what was looked at and still holds, by work and seat."""
    found = records.all(FoundFixes, FoundFixes.roster_id == roster.id)
    stamps = {str(sorted(one.stamp.items())): one.stamp for one in found}
    holds = {key for key, stamp in stamps.items() if still_so(records, roster, stamp)}
    return {
        (one.item_key, one.seat): sum(1 for way in one.ways if way["possible"])
        for one in found
        if str(sorted(one.stamp.items())) in holds
    }


def job_for_all(records: OfficeRecords, roster_id: str) -> JobHead | None:
    """The job that looks for all mandatory things of this roster just now, if one does."""
    active = records.all(Job, Job.kind == "fixes", col(Job.status).in_(("waiting", "running")))
    return next((head_of(job) for job in active if looks_for(job.given, roster_id, None)), None)


def head_of(job: Job) -> JobHead:
    """The job in short."""
    return JobHead(id=job.id, status=job.status, share=job.share, told=dict(job.told))


def _last_job(records: OfficeRecords, roster_id: str, one: RosterUnserved) -> Job | None:
    asked = select(Job).where(Job.kind == "fixes").order_by(col(Job.created).desc(), col(Job.id)).limit(RECENT)
    wanted = (one.id, None) if one.mandatory else (one.id,)
    jobs = records.session.exec(asked).all()
    return next((job for job in jobs if any(looks_for(job.given, roster_id, each) for each in wanted)), None)
