"""Cases: opened, noted, changed, closed and reopened."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import LOCATION, Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.visit_shapes import (
    CaseNoteShape,
    CaseShape,
    CasesShape,
    OneCaseShape,
    case_line_shape,
    case_shape,
    note_shape,
    one_case_shape,
)
from api.routes.visits import At, Limit
from api.routes.writes import write, write_once
from outreach.forms.cases import CaseChange, CaseForm, ClosingForm, NoteForm
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.cases.change_case import change_case, close_case, note_case, reopen_case
from outreach.usecases.cases.open_case import open_case
from outreach.usecases.cases.show_cases import Which, list_cases, show_case

router = APIRouter(prefix=PREFIX, tags=["cases"])
_MADE: dict[str, Any] = {"status_code": HTTPStatus.CREATED, "responses": problems(409, 413)}


@router.get("/cases", response_model=CasesShape, responses=problems())
def cases(
    request: Request,
    actor: Asker,
    which: Annotated[Which, Query()] = "open",
    limit: Annotated[Limit, Query()] = 50,
    at: Annotated[At, Query()] = 1,
) -> Response:
    """Open ones first, the most urgent on top."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        page = list_cases(records, actor, which=which, now=parts_of(request).clock.now(), first=at, limit=limit)
        items = [case_line_shape(line) for line in page.lines]
        return answered(CasesShape(items=items, at=page.first, found=page.found, next=page.next))


@router.post(
    "/cases",
    response_model=CaseShape,
    status_code=HTTPStatus.CREATED,
    responses={**problems(409, 413), 201: {"headers": LOCATION}},
)
def begin(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: CaseForm) -> Response:
    """Open a case with the next number of the year."""

    def work(records: OfficeRecords) -> Answer:
        case = open_case(records, actor, form=form, now=parts_of(request).clock.now())
        return Answer(case_shape(case), HTTPStatus.CREATED, {"Location": f"{PREFIX}/cases/{case.id}"})

    return write_once(request, actor, "open case", key=key, body=raw, work=work)


@router.get("/cases/{case_id}", response_model=OneCaseShape, responses=problems())
def one(request: Request, actor: Asker, case_id: RecordPath) -> Response:
    """One case with its notes."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(one_case_shape(show_case(records, actor, case_id, now=parts_of(request).clock.now())))


@router.put("/cases/{case_id}", response_model=CaseShape, responses=problems(409, 413))
def change(request: Request, actor: Asker, case_id: RecordPath, form: CaseChange) -> Response:
    """Another title, owner, due date or status."""
    return write(
        request,
        actor,
        "change case",
        lambda records: Answer(
            case_shape(change_case(records, actor, case_id, form=form, now=parts_of(request).clock.now()))
        ),
    )


@router.post("/cases/{case_id}/notes", response_model=CaseNoteShape, **_MADE)
def note(
    request: Request, actor: Asker, case_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: NoteForm
) -> Response:
    """Add a note."""

    def work(records: OfficeRecords) -> Answer:
        made = note_case(records, actor, case_id, form=form, now=parts_of(request).clock.now())
        return Answer(note_shape(made), HTTPStatus.CREATED)

    return write_once(request, actor, "note case", key=key, body=raw, work=work)


@router.put("/cases/{case_id}/closing", response_model=CaseShape, responses=problems(409, 413))
def close(request: Request, actor: Asker, case_id: RecordPath, form: ClosingForm) -> Response:
    """Say what came of it."""

    def work(records: OfficeRecords) -> Answer:
        return Answer(case_shape(close_case(records, actor, case_id, form=form, now=parts_of(request).clock.now())))

    return write(request, actor, "close case", work)


@router.delete("/cases/{case_id}/closing", response_model=CaseShape, responses=problems(409))
def reopen(request: Request, actor: Asker, case_id: RecordPath) -> Response:
    """It goes on; what its end was said to be stays as a note."""

    def work(records: OfficeRecords) -> Answer:
        return Answer(case_shape(reopen_case(records, actor, case_id, now=parts_of(request).clock.now())))

    return write(request, actor, "reopen case", work)
