"""Fixes: what would serve what a roster leaves out; a job looks for them, and one of them is applied."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import LOCATION, Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.shapes import RosterHead
from api.routes.writes import HandOver, write_once
from outreach.forms.fixes import ApplicationForm, LookingForm
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.fixing.apply_fix import apply_fix
from outreach.usecases.fixing.show_fixes import FixesView, show_fixes
from outreach.usecases.jobs.ask_for_job import ask_for_fixes
from outreach.usecases.jobs.show_jobs import JobView

router = APIRouter(prefix=PREFIX, tags=["rosters"])
_JOB: dict[str, Any] = {
    "status_code": HTTPStatus.ACCEPTED,
    "response_model": JobView,
    "responses": {**problems(409, 413, 429), 202: {"headers": LOCATION}},
}
_MADE: dict[str, Any] = {
    "status_code": HTTPStatus.CREATED,
    "response_model": RosterHead,
    "responses": {**problems(409, 413), 201: {"headers": LOCATION}},
}
Number = Annotated[int, Path(ge=1, le=999)]


@router.post("/rosters/{roster_id}/fixes", **_JOB)
def look_for_all(
    request: Request, actor: Asker, roster_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: LookingForm
) -> Response:
    """Have ways looked for to serve each mandatory thing that the roster leaves out: a job."""
    return _look(request, actor, roster_id, None, key, raw, form)


@router.get("/rosters/{roster_id}/unserved/{unserved_id}/fixes", response_model=FixesView, responses=problems())
def fixes(request: Request, actor: Asker, roster_id: RecordPath, unserved_id: RecordPath) -> Response:
    """What has been found to serve this, while it holds."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(show_fixes(records, actor, roster_id=roster_id, unserved_id=unserved_id))


@router.post("/rosters/{roster_id}/unserved/{unserved_id}/fixes", **_JOB)
def look(
    request: Request,
    actor: Asker,
    roster_id: RecordPath,
    unserved_id: RecordPath,
    key: IdempotencyKey,
    raw: RawBody,
    form: LookingForm,
) -> Response:
    """Have ways looked for to serve this: a job."""
    return _look(request, actor, roster_id, unserved_id, key, raw, form)


@router.post("/rosters/{roster_id}/unserved/{unserved_id}/fixes/{number}", **_MADE)
def apply(
    request: Request,
    actor: Asker,
    roster_id: RecordPath,
    unserved_id: RecordPath,
    number: Number,
    key: IdempotencyKey,
    raw: RawBody,
    form: ApplicationForm,
) -> Response:
    """Apply one way: what was agreed is kept, and the week has a new draft."""

    def work(records: OfficeRecords) -> Answer:
        done = apply_fix(
            records,
            actor,
            roster_id=roster_id,
            unserved_id=unserved_id,
            number=number,
            agreed=form.agreed,
            travel_times=parts_of(request).travel,
            now=parts_of(request).clock.now(),
        )
        head = RosterHead.model_validate(done.roster)
        return Answer(head, HTTPStatus.CREATED, {"Location": f"{PREFIX}/rosters/{head.id}"})

    return write_once(request, actor, "apply fix", key=key, body=raw, work=work)


def _look(
    request: Request,
    actor: Asker,
    roster_id: str,
    unserved_id: str | None,
    key: str,
    raw: bytes,
    form: LookingForm,
) -> Response:
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        job = ask_for_fixes(
            records,
            actor,
            roster_id=roster_id,
            unserved_id=unserved_id,
            seconds=form.seconds,
            seed=form.seed,
            now=parts_of(request).clock.now(),
        )
        return handed.job(records, actor, job.id)

    return write_once(request, actor, "look for fixes", key=key, body=raw, work=work, afterwards=handed)
