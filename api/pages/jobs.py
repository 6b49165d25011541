"""Jobs: how far each one is, live; ending one; and the list of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from starlette.responses import Response

from api.doors.gate import actor_of
from api.language import language_of, templates
from api.pages.acting import act
from api.pages.page import Asking, Records, parts_of, show
from api.pages.sparkline import sparklines
from api.streams import Look, event_stream
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict
from outreach.usecases.jobs.end_job import How, end_job
from outreach.usecases.jobs.list_jobs import list_jobs
from outreach.usecases.jobs.show_progress import Progress, show_progress

router = APIRouter()
ON_A_PAGE = 25


@router.get("/jobs")
def jobs(
    request: Request, records: Records, actor: Asking, page: Annotated[int, Query(), Field(ge=1, le=100_000)] = 1
) -> HTMLResponse:
    """The office's jobs, the newest first."""
    found = list_jobs(records, actor, limit=ON_A_PAGE, offset=ON_A_PAGE * (page - 1))
    return show(request, "jobs.html", rows=found.rows, page=page, older=found.more)


@router.get("/jobs/{job_id}")
def job(request: Request, records: Records, actor: Asking, job_id: str) -> HTMLResponse:
    """One job: how far it is, what it has found, where it leads."""
    return show(request, "job.html", **shown(show_progress(records, actor, job_id)))


@router.get("/jobs/{job_id}/events")
async def events(request: Request, job_id: str) -> Response:
    """The same, told anew whenever it has changed, as the piece of the page that changes."""
    actor, language = actor_of(request), language_of(request)
    engine = parts_of(request).engine

    def read() -> Look:
        with office_records(engine, office_id=actor.office_id, write=False) as records:
            progress = show_progress(records, actor, job_id)
        piece = templates(language).get_template("job_live.html")
        text = piece.render(office=None, **shown(progress))
        return Look(f"{progress.job.version}-{progress.ahead}", text, last=progress.is_over)

    return await event_stream(request, (actor.office_id, actor.role, language, job_id), read, "progress")


@router.post("/jobs/{job_id}/stop")
def stop(request: Request, actor: Asking, job_id: str) -> Response:
    """End it, and keep the best that it has found so far."""
    return _end(request, actor, job_id, "stop")


@router.post("/jobs/{job_id}/cancel")
def cancel(request: Request, actor: Asking, job_id: str) -> Response:
    """End it, and keep nothing of it."""
    return _end(request, actor, job_id, "cancel")


def _end(request: Request, actor: Asking, job_id: str, how: How) -> Response:
    def end(records: OfficeRecords) -> None:
        end_job(records, actor, job_id=job_id, how=how, now=parts_of(request).clock.now())

    try:
        act(request, f"{how} job", end)
    except Conflict as refused:
        # It has ended by itself meanwhile: its page says how.
        if refused.code != "job_ended":
            raise
    return RedirectResponse(f"/jobs/{job_id}", status_code=HTTPStatus.SEE_OTHER)


def shown(progress: Progress) -> dict[str, Any]:
    """What the templates of a job are given."""
    return {"progress": progress, "job": progress.job, "lines": sparklines(progress.points)}
