"""Imports: a file is handed in, previewed by a job, decided about, and kept by another job, or dropped."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import Response
from pydantic import Field

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import LOCATION, Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, as_json, problems
from api.routes.shapes import ImportAnswer, ImportHead, Imports, ImportShape
from api.routes.writes import HandOver, write, write_once
from outreach.forms.verbs import DecisionsForm
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.importing.decide_import import decide_import
from outreach.usecases.importing.drop_import import drop_import
from outreach.usecases.importing.receive_file import receive_file
from outreach.usecases.importing.show_import import show_import
from outreach.usecases.importing.show_imports import show_imports
from outreach.usecases.jobs.ask_for_job import ask_for_import
from outreach.usecases.jobs.show_jobs import JobView, show_job

router = APIRouter(prefix=PREFIX, tags=["imports"])
_JOB: dict[str, Any] = {
    "status_code": HTTPStatus.ACCEPTED,
    "response_model": JobView,
    "responses": {**problems(409, 413, 429), 202: {"headers": LOCATION}},
}


@router.post(
    "/imports",
    status_code=HTTPStatus.ACCEPTED,
    response_model=ImportAnswer,
    responses={**problems(409, 413, 429), 202: {"headers": LOCATION}},
)
def receive(
    request: Request,
    actor: Asker,
    key: IdempotencyKey,
    file: Annotated[UploadFile, File(description="A workbook (.ods, .xlsx) or one sheet (.csv), up to 10 MB")],
) -> Response:
    """Hand in a file: a job previews it, and nothing is kept yet."""
    name, data = file.filename or "", file.file.read()
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        run = receive_file(records, actor, name=name, data=data, now=now)
        handed.job_id = ask_for_import(records, actor, run_id=run.id, keep=False, now=now).id
        shown = as_json(ImportHead.model_validate(run))
        shown["job"] = as_json(show_job(records, actor, handed.job_id))
        return Answer(shown, HTTPStatus.ACCEPTED, {"Location": f"{PREFIX}/imports/{run.id}"})

    body = name.encode("utf-8", "replace") + b"\n" + data
    return write_once(request, actor, "hand in", key=key, body=body, work=work, afterwards=handed)


@router.get("/imports", response_model=Imports, responses=problems())
def imports(
    request: Request, actor: Asker, limit: Annotated[Annotated[int, Field(ge=1, le=200)], Query()] = 50
) -> Response:
    """The last imports, the newest first."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        found = show_imports(records, actor, limit=limit)
        return answered(Imports(items=[ImportHead.model_validate(one) for one in found]))


@router.get("/imports/{import_id}", response_model=ImportShape, responses=problems())
def import_run(request: Request, actor: Asker, import_id: RecordPath) -> Response:
    """One import: every row that could not be taken, and what a preview found."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(ImportShape.model_validate(show_import(records, actor, import_id)))


@router.post("/imports/{import_id}/decisions", response_model=ImportShape, responses=problems(409, 413))
def decide(
    request: Request, actor: Asker, import_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: DecisionsForm
) -> Response:
    """Which corrections by hand the file may overwrite, and who is meant; in place of what was decided before."""

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        run = decide_import(records, actor, run_id=import_id, overwrite=form.overwrite, join=form.join, now=now)
        return Answer(ImportShape.model_validate(run))

    return write_once(request, actor, "decide import", key=key, body=raw, work=work)


@router.post("/imports/{import_id}/previews", **_JOB)
def preview(request: Request, actor: Asker, import_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """Look at the file once more, with what was decided: a job."""
    return _job(request, actor, import_id, key, raw, keep=False)


@router.post("/imports/{import_id}/keep", **_JOB)
def keep(request: Request, actor: Asker, import_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """Keep what was previewed: a job."""
    return _job(request, actor, import_id, key, raw, keep=True)


@router.delete("/imports/{import_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(409))
def drop(request: Request, actor: Asker, import_id: RecordPath) -> Response:
    """Give the import up."""

    def work(records: OfficeRecords) -> Answer:
        drop_import(records, actor, run_id=import_id, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "drop import", work)


def _job(request: Request, actor: Asker, import_id: str, key: str, raw: bytes, *, keep: bool) -> Response:
    handed = HandOver(request)

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        job = ask_for_import(records, actor, run_id=import_id, keep=keep, now=now)
        return handed.job(records, actor, job.id)

    verb = "keep import" if keep else "preview import"
    return write_once(request, actor, verb, key=key, body=raw, work=work, afterwards=handed)
