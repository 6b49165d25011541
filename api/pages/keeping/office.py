"""The office's settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.keeping.saving import checked
from api.pages.keeping.typed import AsTyped, one
from api.pages.page import Asking, Records, parts_of, show
from outreach.forms.office import OfficePatch
from outreach.records.database import OfficeRecords
from outreach.refusals import ChangedMeanwhile, Refused
from outreach.usecases.keeping.change_office import change_office
from outreach.usecases.keeping.show_office import show_office

router = APIRouter()
_FIELDS = ("name", "address", "contact", "insurance")
_TICKS = ("navigation", "asks_outside", "training_day_counts")


@router.get("/office")
def office(request: Request, records: Records, actor: Asking, done: bool = False) -> Response:
    """The settings. `done`: they have just been saved."""
    shown = show_office(records, actor)
    return _page(request, shown.model_dump(), shown.etag, done=done)


@router.post("/office", max_body_size=LARGEST_FORM)
def change(request: Request, typed: AsTyped) -> Response:
    """Save them; when somebody else has changed them, show both sides."""
    given: dict[str, Any] = {name: one(typed, name) for name in _FIELDS}
    given |= {name: bool(one(typed, name)) for name in _TICKS}
    etag = one(typed, "etag")
    patch, wrong = checked(request, OfficePatch, given, {})
    if patch is None:
        return _page(request, given, etag, wrong=wrong)
    actor = actor_of(request)

    def work(records: OfficeRecords) -> None:
        change_office(records, actor, patch, known_as=etag)

    try:
        act(request, "change office", work)
    except ChangedMeanwhile as error:
        # With what stands there now in sight, the next save is meant.
        return _page(request, given, error.etag, wrong=wrong_of(request, error))
    except Refused as error:
        return _page(request, given, etag, wrong=wrong_of(request, error))
    return RedirectResponse("/office?done=1", status_code=303)


def _page(
    request: Request, values: Mapping[str, Any], etag: str, *, wrong: Wrong = NOTHING_WRONG, done: bool = False
) -> Response:
    kept = {one["field"]: one["kept"] for one in wrong.differences}
    outside = parts_of(request).outside
    return show(
        request,
        "office.html",
        status=wrong.status,
        values=values,
        etag=etag,
        wrong=wrong,
        done=done,
        kept=kept,
        outside=outside.name if outside else "",
    )
