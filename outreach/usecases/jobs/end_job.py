"""End a job before it is done: keep the best so far, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Job, JobPlan
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refusal

How = Literal["stop", "cancel"]


def end_job(records: OfficeRecords, actor: Actor, *, job_id: str, how: How, now: dt.datetime) -> Job:
    """End a job: `stop` keeps the best that it has found so far, `cancel` keeps nothing.

    A job that has found nothing yet is cancelled at once; one that runs is ended by whoever runs it. Raises `Conflict`
    when it has ended already.
    """
    if actor.role == "field":
        raise NotThere
    if actor.role != "coordinator":
        raise NotAllowed
    job = records.get(Job, job_id, lock=True)
    if job is None:
        raise NotThere
    if job.status not in ("waiting", "running"):
        raise Conflict(
            Refusal("job_ended", "這件工作已經結束了。", "This job has ended already."),
        )
    begun = job.status == "running" or bool(records.all(JobPlan, col(JobPlan.job_id) == job.id))
    if job.cancel != "cancel":
        job.cancel = how
    if not begun:
        cancel(records, job, now)
    records.session.flush()
    return job


def cancel(records: OfficeRecords, job: Job, now: dt.datetime) -> None:
    """Nothing is kept of the job."""
    job.status, job.ended, job.cancel = "cancelled", now, "cancel"
    forget_plan(records, job)


def forget_plan(records: OfficeRecords, job: Job) -> None:
    """The best plan so far of a job that has ended is of no more use."""
    for plan in records.all(JobPlan, col(JobPlan.job_id) == job.id):
        records.remove(plan)
