"""Cases: the list, one with its notes, and the forms by which they begin, go on and end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.typed import Lines, Typed, as_typed, sheet_of
from api.pages.visits import number_of
from outreach.actor import Actor
from outreach.forms.cases import CaseChange, CaseForm, ClosingForm, NoteForm
from outreach.records import Client, Person, VisitLog
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Refused
from outreach.usecases.cases.change_case import change_case, close_case, note_case, reopen_case
from outreach.usecases.cases.open_case import open_case
from outreach.usecases.cases.show_cases import Which, list_cases, show_case
from outreach.usecases.weeks.coordinators_only import coordinators_only

router = APIRouter()
NEW = ("title", "due", "owner_id", "client_id", "log_id", "note")
CHANGED = ("title", "due", "owner_id", "status")
Said = Literal["", "opened", "changed", "noted", "closed", "reopened"]


@router.get("/cases")
def cases(request: Request, records: Records, actor: Asking, which: Which = "open", at: str = "") -> Response:
    """Open ones first, the most urgent on top."""
    page = list_cases(records, actor, which=which, now=parts_of(request).clock.now(), first=number_of(at))
    return show(request, "cases.html", page=page, which=which, writes=actor.role == "coordinator", actor=actor)


@router.get("/cases/new")
def new(request: Request, records: Records, actor: Asking, log: Annotated[str, Query(max_length=32)] = "") -> Response:
    """The form for a new one; `log`: the line of the visit log that it begins with."""
    line = records.get(VisitLog, log) if log else None
    typed = dict.fromkeys(NEW, "") | ({"log_id": line.id, "client_id": line.client_id or ""} if line else {})
    return _new_page(request, records, actor, typed)


@router.post("/cases/new")
def begin(request: Request, actor: Asking, typed: Typed) -> Response:
    """Open it."""
    try:
        form = CaseForm(**sheet_of(_flat(typed), *NEW))

        def work(records: OfficeRecords) -> str:
            return open_case(records, actor, form=form, now=parts_of(request).clock.now()).id

        return _to(act(request, "open case", work), "opened")
    except (Refused, ValidationError) as error:
        wrong = wrong_of(request, error)
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _new_page(request, records, actor, as_typed(typed, *NEW), wrong)


@router.get("/cases/{case_id}")
def case(request: Request, records: Records, actor: Asking, case_id: str, said: Said = "") -> Response:
    """One case."""
    return _page(request, records, actor, case_id, said=said)


@router.post("/cases/{case_id}")
def change(request: Request, actor: Asking, case_id: str, typed: Typed) -> Response:
    """Another title, owner, date or status."""

    def work(records: OfficeRecords, given: Mapping[str, Any]) -> None:
        change_case(records, actor, case_id, form=CaseChange(**given), now=parts_of(request).clock.now())

    return _do(request, actor, case_id, typed, CHANGED, "changed", work)


@router.post("/cases/{case_id}/notes")
def note(request: Request, actor: Asking, case_id: str, typed: Typed) -> Response:
    """Add a note."""

    def work(records: OfficeRecords, given: Mapping[str, Any]) -> None:
        note_case(records, actor, case_id, form=NoteForm(**given), now=parts_of(request).clock.now())

    return _do(request, actor, case_id, typed, ("text",), "noted", work)


@router.post("/cases/{case_id}/close")
def close(request: Request, actor: Asking, case_id: str, typed: Typed) -> Response:
    """Say what came of it."""

    def work(records: OfficeRecords, given: Mapping[str, Any]) -> None:
        close_case(records, actor, case_id, form=ClosingForm(**given), now=parts_of(request).clock.now())

    return _do(request, actor, case_id, typed, ("closing",), "closed", work)


@router.post("/cases/{case_id}/reopen")
def reopen(request: Request, actor: Asking, case_id: str, typed: Typed) -> Response:
    """It goes on."""

    def work(records: OfficeRecords, _given: Mapping[str, Any]) -> None:
        reopen_case(records, actor, case_id, now=parts_of(request).clock.now())

    return _do(request, actor, case_id, typed, (), "reopened", work)


def _do(
    request: Request,
    actor: Actor,
    case_id: str,
    typed: Lines,
    names: tuple[str, ...],
    said: Said,
    work: Callable[[OfficeRecords, Mapping[str, Any]], None],
) -> Response:
    given = sheet_of(_flat(typed), *names)
    try:
        act(request, f"{said} case", lambda records: work(records, given))
        return _to(case_id, said)
    except (Refused, ValidationError) as error:
        wrong = wrong_of(request, error)
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _page(request, records, actor, case_id, typed=as_typed(typed, *names), wrong=wrong)


def _to(case_id: str, said: str) -> Response:
    return RedirectResponse(f"/cases/{case_id}?said={said}", status_code=HTTPStatus.SEE_OTHER)


def _flat(typed: Lines) -> Lines:
    """Several lines become one: a note is shown as one paragraph."""
    return {name: [" ".join(value.split()) for value in values] for name, values in typed.items()}


def _page(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    case_id: str,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Wrong = NOTHING_WRONG,
    said: str = "",
) -> Response:
    view = show_case(records, actor, case_id, now=parts_of(request).clock.now())
    kept = view.line.case
    filled = {"title": kept.title, "due": kept.due.isoformat(), "owner_id": kept.owner_id or "", "status": kept.status}
    return _answer(
        show(
            request,
            "case.html",
            status=wrong.status,
            view=view,
            case=kept,
            writes=actor.role == "coordinator",
            people=_people(records),
            typed=filled | {"text": "", "closing": ""} | dict(typed or {}),
            wrong=wrong,
            said=said,
        ),
        wrong,
    )


def _new_page(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    typed: Mapping[str, str],
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    coordinators_only(actor)
    line = records.get(VisitLog, typed["log_id"]) if typed["log_id"] else None
    client = records.get(Client, typed["client_id"]) if typed["client_id"] else None
    return _answer(
        show(
            request,
            "case_new.html",
            status=wrong.status,
            typed=typed,
            wrong=wrong,
            line=line,
            client=client,
            people=_people(records),
            today=parts_of(request).clock.now().date(),
        ),
        wrong,
    )


def _answer(page: Response, wrong: Wrong) -> Response:
    page.headers.update(wrong.headers)
    return page


def _people(records: OfficeRecords) -> list[Person]:
    return sorted(records.all(Person), key=lambda one: (one.role, one.name))
