"""The visit log, its entries, and who has not been seen for long."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import LOCATION, Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.visit_shapes import (
    NotedShape,
    OneVisitShape,
    OverdueShape,
    VisitsShape,
    noted_shape,
    one_visit_shape,
    overdue_shape,
    visit_shape,
)
from api.routes.writes import write_once
from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.forms.base import Form, RecordId, ShortText, example
from outreach.forms.entries import EntryForm, Outcome
from outreach.forms.moments import Date
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.noting.list_visits import list_visits
from outreach.usecases.noting.note_entry import note_entry
from outreach.usecases.noting.show_visit import show_visit
from outreach.usecases.noting.which_visits import Wanted
from outreach.usecases.showing.long_unseen import long_unseen

router = APIRouter(prefix=PREFIX, tags=["visits"])
BEFORE = dt.timedelta(days=6)
Limit = Annotated[int, Field(ge=1, le=200)]
At = Annotated[int, Field(ge=1, le=10_000_000)]


class VisitSearch(Form):
    """What to look for; `word`: in names, addresses, services and remarks."""

    model_config = example({"word": "測試甲", "first": "2026-11-30", "last": "2026-12-06"})

    word: ShortText
    first: Date | None = None
    last: Date | None = None
    limit: Limit = 50
    at: At = 1


@router.get("/visits", response_model=VisitsShape, responses=problems())
def visits(
    request: Request,
    actor: Asker,
    first: Annotated[Date | None, Query()] = None,
    last: Annotated[Date | None, Query()] = None,
    person_id: Annotated[RecordId | None, Query()] = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    village: Annotated[ShortText, Query()] = "",
    missing: Annotated[bool, Query()] = False,
    limit: Annotated[Limit, Query()] = 50,
    at: Annotated[At, Query()] = 1,
) -> Response:
    """What happened and what is expected, the newest first; of the last seven days unless said otherwise.

    `missing`: only what nobody has noted anything about. `at`: the number of the first line, from 1.
    """
    start, end = _span(request, first, last)
    wanted = Wanted(
        first=start,
        last=end,
        person_id=person_id or "",
        outcome=outcome or "",
        village=village,
        missing=missing,
    )
    return _listed(request, actor, wanted, at, limit)


@router.post("/visits/search", response_model=VisitsShape, responses=problems(413))
def search(request: Request, actor: Asker, form: VisitSearch) -> Response:
    """The same, with a word that may be a name: it stands in no address."""
    start, end = _span(request, form.first, form.last)
    return _listed(request, actor, Wanted(first=start, last=end, word=form.word), form.at, form.limit)


@router.get("/visits/{log_id}", response_model=OneVisitShape, responses=problems())
def visit(request: Request, actor: Asker, log_id: RecordPath) -> Response:
    """One line by its own identifier or its stop's, with everything that was said about it."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(one_visit_shape(show_visit(records, actor, log_id)))


_MADE: dict[str, Any] = {
    "status_code": HTTPStatus.CREATED,
    "responses": {**problems(409, 413), 201: {"headers": LOCATION}},
}


@router.post("/entries", response_model=NotedShape, **_MADE)
def note(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: EntryForm) -> Response:
    """Note what happened at one stop or shift; the same entry is kept once. Field people note for their own stops."""

    def work(records: OfficeRecords) -> Answer:
        noted = note_entry(records, actor, form=form, now=parts_of(request).clock.now())
        return Answer(noted_shape(noted), HTTPStatus.CREATED, {"Location": f"{PREFIX}/visits/{noted.log.id}"})

    return write_once(request, actor, "note entry", key=key, body=raw, work=work)


@router.get("/overdue", response_model=OverdueShape, responses=problems())
def overdue(request: Request, actor: Asker) -> Response:
    """Clients who have not been seen as often as their need grade demands."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(overdue_shape(long_unseen(records, actor, now=parts_of(request).clock.now())))


def _listed(request: Request, actor: Actor, wanted: Wanted, at: int, limit: int) -> Response:
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        page = list_visits(records, actor, wanted, first=at, limit=limit)
        items = [visit_shape(line) for line in page.lines]
        return answered(VisitsShape(items=items, at=page.first, found=page.found, next=page.next))


def _span(request: Request, first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    today = parts_of(request).clock.now().astimezone(TAIPEI).date()
    end = last or max(today, first or today)
    return first or end - BEFORE, end
