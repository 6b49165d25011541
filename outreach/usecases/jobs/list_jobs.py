"""An office's jobs as a page lists them: what each is about, how it ended, and where it leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Account, ImportRun, Job
from outreach.records.database import OfficeRecords
from outreach.usecases.jobs.show_jobs import JobView, show_jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """One job. `monday`: of the week that it plans; `file`: the name of what it imports; `who` asked for it."""

    job: JobView
    monday: dt.date | None
    file: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRows:
    """A page of jobs. `more`: older ones follow."""

    rows: tuple[JobRow, ...]
    more: bool


def list_jobs(records: OfficeRecords, actor: Actor, *, limit: int, offset: int = 0) -> JobRows:
    """Some of the office's jobs, the newest first. Raises `NotThere` for a field person."""
    found = show_jobs(records, actor, limit=limit + 1, offset=offset)
    jobs = found[:limit]
    run_ids = {run_id for job in jobs if (run_id := job.given.get("run_id"))}
    files = _files(records, run_ids)
    asked = select(Job.id, Job.account_id).where(col(Job.id).in_([job.id for job in jobs]))
    askers = {job_id: account_id for job_id, account_id in records.session.exec(asked) if account_id}
    names = {one.id: one.name for one in records.all(Account, col(Account.id).in_(askers.values()))} if askers else {}
    rows = tuple(
        JobRow(
            job=job,
            monday=dt.date.fromisoformat(job.given["monday"]) if "monday" in job.given else None,
            file=files.get(job.given.get("run_id", ""), ""),
            who=names.get(askers.get(job.id, ""), ""),
        )
        for job in jobs
    )
    return JobRows(rows=rows, more=len(found) > limit)


def _files(records: OfficeRecords, run_ids: set[str]) -> dict[str, str]:
    if not run_ids:
        return {}
    # Not the runs themselves: what was found in a file can be large.
    asked = select(ImportRun.id, ImportRun.file_name).where(col(ImportRun.id).in_(run_ids))
    return dict(records.session.exec(asked).all())
