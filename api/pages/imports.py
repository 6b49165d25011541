"""Imports: a file is handed in, looked at, decided about, and kept, dropped or taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.import_words import ORDER, cell_text, column_word, sheet_word
from api.pages.jobs import shown as job_values
from api.pages.page import Asking, Records, parts_of, show
from outreach.actor import Actor
from outreach.calendar.dates import coming_monday
from outreach.intake.limits import LARGEST_FILE_MB, MOST_ROWS
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Busy, Conflict, Invalid, NotAllowed, NotThere, Refusal
from outreach.sample.blank import blank_workbook
from outreach.usecases.importing.decide_shown import decide_shown
from outreach.usecases.importing.drop_import import drop_import
from outreach.usecases.importing.receive_file import receive_file
from outreach.usecases.importing.show_imports import show_imports
from outreach.usecases.importing.show_run import PARTS, show_run
from outreach.usecases.jobs.ask_for_job import ask_for_import
from outreach.usecases.jobs.show_progress import show_progress
from outreach.usecases.keeping.undo_change import undo_change

router = APIRouter()
LISTED = 50
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NO_FILE = Refusal("no_file", "請先選一個檔案。", "Choose a file first.", "file")
_BROKEN = Refusal(
    "broken_upload", "檔案沒有傳完整，請再選一次、再送一次。", "The file did not arrive whole; send it again.", "file"
)
Page = Annotated[int, Query(), Field(ge=1, le=100_000)]


@router.get("/imports")
def imports(request: Request, records: Records, actor: Asking) -> HTMLResponse:
    """The form for a file, and the imports so far."""
    return _list(request, records, actor, NOTHING_WRONG)


@router.post("/imports")
async def receive(request: Request) -> Response:
    """Take a file, have it looked at, and on to its page."""
    actor = actor_of(request)
    try:
        async with request.form(max_files=1, max_fields=3) as form:
            name, data = await _file_of(form)
    except Invalid as refused:
        return await run_in_threadpool(_refused, request, actor, wrong_of(request, refused))
    except ClientDisconnect:
        # Nobody is there any more to be told.
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    except HTTPException as error:
        if error.status_code != HTTPStatus.BAD_REQUEST:
            raise
        return await run_in_threadpool(_refused, request, actor, wrong_of(request, Invalid(_BROKEN)))
    return await run_in_threadpool(_receive, request, actor, name, data)


async def _file_of(form: FormData) -> tuple[str, bytes]:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid(_NO_FILE)
    return file.filename, await file.read()


def _receive(request: Request, actor: Actor, name: str, data: bytes) -> Response:
    def work(records: OfficeRecords) -> tuple[str, str]:
        now = parts_of(request).clock.now()
        run = receive_file(records, actor, name=name, data=data, now=now)
        return run.id, ask_for_import(records, actor, run_id=run.id, keep=False, now=now).id

    try:
        run_id, job_id = act(request, "hand in", work)
    except (Invalid, Busy) as refused:
        wrong = wrong_of(request, refused)
        if "name" in wrong.fields:
            # There is one field for both: the file.
            wrong = replace(wrong, fields={"file": wrong.fields["name"]})
        return _refused(request, actor, wrong)
    parts_of(request).jobs.hand_over(job_id)
    return _to(run_id)


def _refused(request: Request, actor: Actor, wrong: Wrong) -> HTMLResponse:
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return _list(request, records, actor, wrong)


def _list(request: Request, records: OfficeRecords, actor: Actor, wrong: Wrong) -> HTMLResponse:
    runs = show_imports(records, actor, limit=LISTED)
    page = show(
        request,
        "imports.html",
        status=wrong.status,
        runs=runs,
        wrong=wrong,
        megabytes=LARGEST_FILE_MB,
        rows=MOST_ROWS,
        listed=LISTED,
    )
    page.headers.update(wrong.headers)
    return page


@router.get("/imports/blank.ods")
def blank(records: Records) -> Response:
    """A workbook with every sheet, its headings and choices, and one invented row to show how it is meant."""
    name = quote("空白活頁簿.ods")
    disposition = f"attachment; filename=\"blank.ods\"; filename*=UTF-8''{name}"
    data = blank_workbook(records.office.name)
    return Response(data, media_type=ODS, headers={"Content-Disposition": disposition})


@router.get("/imports/{run_id}")
def import_run(
    request: Request,
    records: Records,
    actor: Asking,
    run_id: str,
    part: Annotated[str, Query(max_length=20)] = "",
    page: Page = 1,
) -> HTMLResponse:
    """One import as far as it has come; or one part of what was found, page by page."""
    if part and part not in PARTS:
        raise NotThere
    view = show_run(records, actor, run_id, only=part or None, page=page)
    progress = show_progress(records, actor, view.job.id) if view.job else None
    values = job_values(progress) if progress else {"progress": None, "job": None}
    language = language_of(request)
    words: dict[str, Callable[..., str]] = {
        "sheet_word": lambda kind: sheet_word(kind, language),
        "column_word": lambda kind, field: column_word(kind, field, language),
        "cell": lambda entry, name: cell_text(entry["kind"], entry["field"], entry[name], language),
    }
    kinds = sorted(view.sheets, key=lambda kind: ORDER.get(kind, len(ORDER)))
    template = "import_part.html" if part else "import.html"
    week = coming_monday(parts_of(request).clock.now().date())
    return show(
        request, template, view=view, run=view.run, part_name=part, kinds=kinds, plan_week=week, **values, **words
    )


@router.post("/imports/{run_id}/previews", max_body_size=LARGEST_FORM)
async def preview(request: Request, run_id: str) -> Response:
    """Keep what was decided on this page, and look at the file once more with it."""
    return await _decided(request, run_id, keep=False)


@router.post("/imports/{run_id}/keep", max_body_size=LARGEST_FORM)
async def keep(request: Request, run_id: str) -> Response:
    """Keep what was decided on this page, and then the file."""
    return await _decided(request, run_id, keep=True)


async def _decided(request: Request, run_id: str, *, keep: bool) -> Response:
    async with request.form(max_fields=1000) as form:
        given = {name: str(value) for name, value in form.items()}
        shown = [str(one) for one in form.getlist("shown")]
    return await run_in_threadpool(_ask, request, actor_of(request), run_id, given, shown, keep=keep)


def _ask(
    request: Request, actor: Actor, run_id: str, given: dict[str, str], shown: list[str], *, keep: bool
) -> Response:
    def work(records: OfficeRecords) -> str:
        now = parts_of(request).clock.now()
        overwrite = [entry for entry in shown if given.get(f"take:{entry}") == "1"]
        join = {entry: target for entry in shown if (target := given.get(f"join:{entry}", ""))}
        if shown:
            decide_shown(records, actor, run_id=run_id, shown=shown, overwrite=overwrite, join=join, now=now)
        return ask_for_import(records, actor, run_id=run_id, keep=keep, now=now).id

    try:
        job_id = act(request, "keep import" if keep else "preview import", work)
    except Conflict:
        # Pressed twice, or somebody else was faster: its page says how far it is.
        return _to(run_id)
    parts_of(request).jobs.hand_over(job_id)
    return _to(run_id)


@router.post("/imports/{run_id}/drop")
def drop(request: Request, actor: Asking, run_id: str) -> Response:
    """Give it up: nothing is kept."""

    def work(records: OfficeRecords) -> None:
        drop_import(records, actor, run_id=run_id, now=parts_of(request).clock.now())

    try:
        act(request, "drop import", work)
    except Conflict:
        return _to(run_id)
    return RedirectResponse("/imports", status_code=HTTPStatus.SEE_OTHER)


@router.post("/imports/{run_id}/undo")
def undo(request: Request, actor: Asking, run_id: str) -> Response:
    """Take back all that it changed."""
    if actor.role != "coordinator":
        raise NotAllowed

    def work(records: OfficeRecords) -> None:
        view = show_run(records, actor, run_id)
        if view.change_id and not view.undone:
            undo_change(records, view.change_id, account_id=actor.account_id)

    act(request, "undo", work)
    return _to(run_id)


def _to(run_id: str) -> Response:
    return RedirectResponse(f"/imports/{run_id}", status_code=HTTPStatus.SEE_OTHER)
