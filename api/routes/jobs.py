"""Jobs: how far they are, and ending them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.shapes import Jobs
from api.routes.writes import write_once
from outreach.forms.base import ShortText
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.jobs.end_job import How, end_job
from outreach.usecases.jobs.show_jobs import JobView, show_job, show_jobs

router = APIRouter(prefix=PREFIX, tags=["jobs"])


@router.get("/jobs", response_model=Jobs, responses=problems())
def jobs(
    request: Request,
    actor: Asker,
    kind: Annotated[ShortText | None, Query()] = None,
    status: Annotated[ShortText | None, Query()] = None,
    limit: Annotated[Annotated[int, Field(ge=1, le=200)], Query()] = 50,
    offset: Annotated[Annotated[int, Field(ge=0, le=1_000_000)], Query()] = 0,
) -> Response:
    """The office's jobs, the newest first."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        found = show_jobs(records, actor, kind=kind, status=status, limit=limit, offset=offset)
        return answered(Jobs(items=list(found)))


@router.get("/jobs/{job_id}", response_model=JobView, responses=problems())
def job(request: Request, actor: Asker, job_id: RecordPath) -> Response:
    """One job, and how far it is."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(show_job(records, actor, job_id))


@router.post("/jobs/{job_id}/stop", response_model=JobView, responses=problems(409))
def stop(request: Request, actor: Asker, job_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """End a job and keep the best that it has found so far."""
    return _end(request, actor, job_id, key, raw, "stop")


@router.post("/jobs/{job_id}/cancel", response_model=JobView, responses=problems(409))
def cancel(request: Request, actor: Asker, job_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """End a job and keep nothing of it."""
    return _end(request, actor, job_id, key, raw, "cancel")


def _end(request: Request, actor: Asker, job_id: str, key: str, raw: bytes, how: How) -> Response:
    def work(records: OfficeRecords) -> Answer:
        ended = end_job(records, actor, job_id=job_id, how=how, now=parts_of(request).clock.now())
        return Answer(show_job(records, actor, ended.id))

    return write_once(request, actor, f"{how} job", key=key, body=raw, work=work)
