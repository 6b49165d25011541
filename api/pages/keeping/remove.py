"""Removing a record: first what still uses it and what goes with it, then the deed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, wrong_of
from api.pages.keeping.kind_named import kind_named
from api.pages.keeping.names import names_of
from api.pages.keeping.saving import saved
from api.pages.keeping.shapes import shapes_of
from api.pages.keeping.titles import title_of
from api.pages.keeping.typed import AsTyped, one
from api.pages.keeping.uses import links_to_uses
from api.pages.page import Records, parts_of, show
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import NotThere, Refused
from outreach.usecases.keeping.kind import Kind
from outreach.usecases.keeping.kind_words import words_of_kind
from outreach.usecases.keeping.remove_record import remove_record
from outreach.usecases.keeping.show_record import show_record

router = APIRouter()


@router.get("/data/{kind_name}/{record_id}/remove")
def ask(request: Request, records: Records, kind_name: str, record_id: str) -> Response:
    """Whether it can go, what goes with it, and the question."""
    return _page(request, records, _kept_by_hand(kind_name), record_id)


@router.post("/data/{kind_name}/{record_id}/remove", max_body_size=LARGEST_FORM)
def remove(request: Request, kind_name: str, record_id: str, typed: AsTyped) -> Response:
    """Remove it; or say why it stays."""
    kind, actor = _kept_by_hand(kind_name), actor_of(request)

    def work(records: OfficeRecords) -> str:
        remove_record(records, actor, kind.name, record_id, known_as=one(typed, "etag"))
        return f"/data/{kind.name}"

    try:
        return saved(request, f"remove {kind.name}", work)
    except NotThere:
        raise
    except Refused as error:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _page(request, records, kind, record_id, wrong_of(request, error))


def _kept_by_hand(kind_name: str) -> Kind:
    kind = kind_named(kind_name)
    if kind.form is None:
        raise NotThere
    return kind


def _page(
    request: Request, records: OfficeRecords, kind: Kind, record_id: str, wrong: Wrong = NOTHING_WRONG
) -> Response:
    shown = show_record(records, actor_of(request), kind.name, record_id)
    uses = links_to_uses(request, records, kind, record_id, parts_too=True)
    return show(
        request,
        "data_remove.html",
        status=wrong.status,
        kind=kind,
        words=words_of_kind(kind.name)[language_of(request) == "en"],
        record_id=record_id,
        name=title_of(kind.name, shown, names_of(records, shapes_of(kind.name), [shown]), language_of(request)),
        etag=shown.etag,
        in_use=[use for use in uses if not use.belongs],
        belonging=[use for use in uses if use.belongs],
        wrong=wrong,
    )
