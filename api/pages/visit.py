"""One line of the visit log: what was said about it and by whom, and what a coordinator adds."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.typed import Lines, Typed, as_typed, sheet_of
from outreach.actor import Actor
from outreach.forms.visits import CONDITIONS, OUTCOMES, VisitSheet
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Refused
from outreach.usecases.noting.checked_result import NOBODY_SEEN
from outreach.usecases.noting.correct_visit import correct_visit
from outreach.usecases.noting.show_visit import VisitView, show_visit

router = APIRouter()
FIELDS = ("once", "arrived", "left", "outcome", "seen", "items", "remarks", "witness", "satisfaction")
COUNTS = ("people_served", "forms_received")


@router.get("/visits/{log_id}")
def visit(request: Request, records: Records, actor: Asking, log_id: str, said: str = "") -> Response:
    """One line, by its own identifier or by its stop's."""
    view = show_visit(records, actor, log_id)
    if view.line.id != log_id:
        return RedirectResponse(f"/visits/{view.line.id}", status_code=HTTPStatus.SEE_OTHER)
    return _page(request, actor, view, said=said)


@router.post("/visits/{log_id}/entries")
def add(request: Request, actor: Asking, log_id: str, typed: Typed) -> Response:
    """Note it from paper, or put it right."""
    flat = {name: [" ".join(value.split()) for value in values] for name, values in typed.items()}
    try:
        sheet = VisitSheet(**sheet_of(flat, *FIELDS, *COUNTS, many=("condition",)))

        def work(records: OfficeRecords) -> str:
            return correct_visit(records, actor, log_id, sheet=sheet, now=parts_of(request).clock.now()).id

        kept = act(request, "correct visit", work)
        return RedirectResponse(f"/visits/{kept}?said=noted", status_code=HTTPStatus.SEE_OTHER)
    except (Refused, ValidationError) as error:
        wrong = wrong_of(request, error)
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _page(request, actor, show_visit(records, actor, log_id), typed=typed, wrong=wrong)


def _page(
    request: Request,
    actor: Actor,
    view: VisitView,
    *,
    typed: Lines | None = None,
    wrong: Wrong = NOTHING_WRONG,
    said: str = "",
) -> Response:
    page = show(
        request,
        "visit.html",
        status=wrong.status,
        view=view,
        line=view.line,
        now=parts_of(request).clock.now(),
        writes=actor.role == "coordinator",
        typed=as_typed(typed, *FIELDS, *COUNTS) if typed is not None else _as_it_is(view),
        ticked=tuple(typed.get("condition", ())) if typed is not None else view.condition,
        outcomes=OUTCOMES,
        conditions=CONDITIONS,
        wrong=_without_group(wrong),
        said=said,
    )
    page.headers.update(wrong.headers)
    return page


def _without_group(wrong: Wrong) -> Wrong:
    """A result's fields stand in the form by their own names; what nobody typed stands above it."""
    fields = {name.removeprefix("result."): sentence for name, sentence in wrong.fields.items()}
    others = [fields.pop(name) for name in ("key", "once") if name in fields]
    return Wrong(wrong.status, fields, (*wrong.others, *others), wrong.differences, wrong.headers)


def _as_it_is(view: VisitView) -> dict[str, str]:
    """The form filled in with what the line says."""
    log = view.line.log
    filled = dict.fromkeys((*FIELDS, *COUNTS), "") | {"once": secrets.token_hex(16)}
    if log is None:
        return filled
    for name in ("outcome", "items", "remarks", "witness", "satisfaction", *COUNTS):
        value = getattr(log, name)
        filled[name] = "" if value is None else str(value)
    for name in ("arrived", "left"):
        moment = getattr(log, name)
        filled[name] = f"{moment:%H:%M}" if moment is not None and moment.date() == log.date else ""
    # Where the outcome says it by itself, it is not said twice: another outcome would contradict it.
    seen = None if log.outcome in ("seen", *NOBODY_SEEN) else log.seen
    return filled | {"seen": {None: "", True: "yes", False: "no"}[seen]}
