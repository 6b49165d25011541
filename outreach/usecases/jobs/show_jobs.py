"""What an office's jobs are, and how far they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Job
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """One job as this person may see it, its fields as in `outreach.records.Job`."""

    id: str
    version: int
    kind: str
    status: str
    created: dt.datetime
    started: dt.datetime | None
    ended: dt.datetime | None
    deadline: dt.datetime
    attempts: int
    cancel: str
    share: float
    stage: str
    given: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] | None = None
    fault: dict[str, str] | None = None


def show_jobs(
    records: OfficeRecords,
    actor: Actor,
    *,
    kind: str | None = None,
    status: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[JobView]:
    """The office's jobs, newest first. A field person knows of none."""
    if actor.role == "field":
        raise NotThere
    asked = select(Job)
    if kind is not None:
        asked = asked.where(Job.kind == kind)
    if status is not None:
        asked = asked.where(Job.status == status)
    asked = asked.order_by(col(Job.created).desc(), col(Job.id)).limit(limit).offset(offset)
    return [_view(job, actor) for job in records.session.exec(asked)]


def show_job(records: OfficeRecords, actor: Actor, job_id: str) -> JobView:
    """One job. Raises `NotThere` for a field person."""
    job = records.get(Job, job_id)
    if job is None or actor.role == "field":
        raise NotThere
    return _view(job, actor)


def _view(job: Job, actor: Actor) -> JobView:
    everything = actor.sees_everybody
    return JobView(
        id=job.id,
        version=job.version,
        kind=job.kind,
        status=job.status,
        created=job.created,
        started=job.started,
        ended=job.ended,
        deadline=job.deadline,
        attempts=job.attempts,
        cancel=job.cancel,
        share=job.share,
        stage=job.stage,
        given=dict(job.given) if everything else {},
        told=dict(job.told) if everything else {},
        result=dict(job.result) if job.result and everything else _counts(job.result),
        fault=dict(job.fault) if job.fault and everything else _code(job.fault),
    )


def _counts(result: dict[str, Any] | None) -> dict[str, Any] | None:
    """What an administrator sees of a result: how many, not which."""
    return result and {name: value for name, value in result.items() if isinstance(value, int | float)}


def _code(fault: dict[str, str] | None) -> dict[str, str] | None:
    return fault and {"code": fault.get("code", "")}
