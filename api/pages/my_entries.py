"""What is noted at a stop: one entry as JSON from a phone that has kept it, or a form from one without a script."""

from __future__ import annotations

import datetime as dt
import json
import re
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from api.pages.acting import act
from api.pages.my_form import entries_of
from api.pages.page import Asking, parts_of
from api.wrong_fields import wrong_fields
from outreach.actor import Actor
from outreach.forms.entries import EntryForm
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.noting.note_entry import Noted, note_entry
from outreach.usecases.noting.notes import Notes

router = APIRouter()
LARGEST_ENTRY = 256 * 1024
"""A signature with all the points that it may have is about 110 kB as JSON."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MALFORMED = Refusal(
    "malformed", "內容的格式不對，請重新整理後再記一次。", "It is malformed; reload and note it again."
)
Sent = Annotated[str, Header(alias="X-Sent-At", max_length=40)]


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post("/my/entries", max_body_size=LARGEST_ENTRY)
def note(request: Request, actor: Asking, body: Annotated[bytes, Depends(_body)], sent_at: Sent = "") -> Response:
    """Keep one entry, once however often it comes; from a form, all that it says at once."""
    now = parts_of(request).clock.now()
    if not request.headers.get("content-type", "").startswith("application/json"):
        return _from_form(request, actor, body, now)
    notes: Notes = request.app.state.notes
    kept = notes.note(actor, _checked(body), now=now, sent=_moment(sent_at))
    said = {"key": kept.key, "known": kept.known, "at": kept.at.isoformat()}
    return JSONResponse(said, status_code=HTTPStatus.OK if kept.known else HTTPStatus.CREATED)


def _from_form(request: Request, actor: Actor, body: bytes, now: dt.datetime) -> Response:
    """Back to the stop; its number and date are no more than where to look."""
    try:
        typed = parse_qs(body.decode("utf-8", "replace"), max_num_fields=200)
        forms = entries_of(typed, now)
    except ValidationError as error:
        raise _invalid(error) from None
    except ValueError:
        raise Invalid(_MALFORMED) from None
    if not forms:
        raise Invalid(_MALFORMED)
    _note(request, actor, forms, now)
    number = "".join(filter(str.isdecimal, typed.get("number", [""])[0]))[:4]
    date = typed.get("date", [""])[0]
    where = f"date={date}&" if _DATE.fullmatch(date) else ""
    leaves = any(form.action == "leave" for form in forms)
    target = f"/my?{where}said=kept" if leaves else f"/my?{where}said=kept&stop={number or 0}#stop-{number or 0}"
    return RedirectResponse(target, status_code=HTTPStatus.SEE_OTHER)


def _note(request: Request, actor: Actor, forms: list[EntryForm], now: dt.datetime) -> list[Noted]:
    """All that one form says, or nothing of it."""

    def work(records: OfficeRecords) -> list[Noted]:
        return [note_entry(records, actor, form=form, now=now) for form in forms]

    return act(request, "note entry", work)


def _checked(body: bytes) -> EntryForm:
    try:
        given: Any = json.loads(body)
    except ValueError:
        raise Invalid(_MALFORMED) from None
    try:
        return EntryForm.model_validate(given)
    except ValidationError as error:
        raise _invalid(error) from None


def _invalid(error: ValidationError) -> Invalid:
    """The same sentences as for every form."""
    told = wrong_fields([{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)])
    return Invalid(*(Refusal(one.code, one.zh, one.en, one.field) for one in told))


def _moment(text: str) -> dt.datetime | None:
    """The device's clock when it sent the entry, where it says so in a way that can be read."""
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
