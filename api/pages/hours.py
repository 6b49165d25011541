"""The volunteers' service hours, month by month: look, sign off, take back, take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.keeping.typed import AsTyped, one
from api.pages.page import Asking, Records, parts_of, show
from outreach.exports.as_file import MEDIA, Suffix, as_file
from outreach.exports.hours_sheets import TITLE, hours_sheets, page_line
from outreach.forms.base import LONGEST_SHORT_TEXT, is_plain
from outreach.forms.hours import Month, SignOffForm, WithdrawalForm
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Refused
from outreach.usecases.hours.export_hours import export_hours
from outreach.usecases.hours.months import last_of, month_of
from outreach.usecases.hours.show_hours import show_hours
from outreach.usecases.hours.sign_off import SignedOff, sign_off
from outreach.usecases.hours.state import State
from outreach.usecases.hours.withdraw_hours import withdraw_hours

router = APIRouter()
STATES: tuple[State, ...] = get_args(State)
_DAY = dt.timedelta(days=1)
_FILTERS = ("month", "person", "state")
SHEET = {"hours": 0, "book": 1, "training": 2, "insurance": 3}
"""Which sheet a CSV holds, by the name that the address has for it."""


@router.get("/hours")
def hours(request: Request, records: Records, actor: Asking) -> Response:
    """A month's hours; of a field person their own. The address narrows it: `month`, `person`, `state`."""
    # A name is never asked for in an address.
    return _page(request, records, actor, {**request.query_params, "q": ""})


@router.post("/hours/search", max_body_size=LARGEST_FORM)
def search(request: Request, records: Records, actor: Asking, typed: AsTyped) -> Response:
    """The same, of those whose name or code holds a word."""
    asked = {name: one(typed, name) for name in (*_FILTERS, "q")}
    if not asked["q"]:
        return RedirectResponse(_address(asked), status_code=HTTPStatus.SEE_OTHER)
    return _page(request, records, actor, asked)


@router.post("/hours/sign-off", max_body_size=LARGEST_FORM)
def sign(request: Request, actor: Asking, typed: AsTyped) -> Response:
    """Sign the chosen rows off. Each is sent as `log:minutes`, as the page showed it."""
    asked = {name: one(typed, name) for name in _FILTERS}
    pairs = [text.partition(":") for text in typed.get("row", ())]
    rows = [{"log_id": log_id, "minutes": int(m) if m.isascii() and m.isdigit() else None} for log_id, _, m in pairs]

    def work(records: OfficeRecords) -> SignedOff:
        form = SignOffForm.model_validate({"rows": rows})
        now = parts_of(request).clock.now()
        return sign_off(records, actor, rows={one.log_id: one.minutes for one in form.rows}, now=now)

    if not rows:
        return RedirectResponse(_address(asked, none=1), status_code=HTTPStatus.SEE_OTHER)
    try:
        done = act(request, "sign off hours", work)
    except (Refused, ValidationError) as refused:
        return _again(request, actor, asked, wrong_of(request, refused))
    return RedirectResponse(_address(asked, signed=done.rows, minutes=done.minutes), status_code=HTTPStatus.SEE_OTHER)


@router.post("/hours/{log_id}/withdraw", max_body_size=LARGEST_FORM)
def withdraw(request: Request, actor: Asking, log_id: str, typed: AsTyped) -> Response:
    """Take a sign-off back."""
    asked = {name: one(typed, name) for name in _FILTERS}

    def work(records: OfficeRecords) -> None:
        form = WithdrawalForm.model_validate({"reason": one(typed, "reason")})
        withdraw_hours(records, actor, log_id=log_id, reason=form.reason, now=parts_of(request).clock.now())

    try:
        act(request, "withdraw hours", work)
    except ValidationError as refused:
        return _again(request, actor, asked, wrong_of(request, refused))
    return RedirectResponse(_address(asked, withdrawn=1), status_code=HTTPStatus.SEE_OTHER)


@router.get("/hours/export.{suffix}")
def export(
    request: Request,
    records: Records,
    actor: Asking,
    suffix: Suffix,
    first: Annotated[Month | None, Query(alias="from")] = None,
    last: Annotated[Month | None, Query(alias="until")] = None,
    sheet: Annotated[str, Query(max_length=20)] = "hours",
) -> Response:
    """The hours from one month to another as a file: this month's unless said otherwise. CSV holds one `sheet`."""
    now, language = parts_of(request).clock.now(), language_of(request)
    start = first or month_of(now.date())
    book = export_hours(records, actor, first=start, last=last or start, now=now)
    sheets = hours_sheets(book, language)
    if suffix == "csv":
        sheets = (sheets[SHEET.get(sheet, 0)],)
    data = as_file(sheets, suffix, page_line=page_line(book, language))
    name = f"{TITLE[language]} {book.first:%Y-%m}.{suffix}"
    disposition = f"attachment; filename=\"hours-{book.first:%Y-%m}.{suffix}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=MEDIA[suffix], headers={"Content-Disposition": disposition})


def _again(request: Request, actor: Asking, asked: Mapping[str, str], wrong: Wrong) -> Response:
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return _page(request, records, actor, asked, wrong)


def _page(
    request: Request, records: OfficeRecords, actor: Asking, asked: Mapping[str, Any], wrong: Wrong = NOTHING_WRONG
) -> Response:
    today = parts_of(request).clock.now().date()
    month, word, state = _month(asked.get("month", ""), today), _word(asked.get("q", "")), asked.get("state", "")
    person = asked.get("person", "") if actor.sees_everybody else ""
    states = tuple(one for one in STATES if one == state)
    found = show_hours(records, actor, month=month, person_id=person or None, word=word, states=states)
    kept = {"month": f"{found.month:%Y-%m}", "person": person, "state": state if states else ""}
    return show(
        request,
        "hours.html",
        status=wrong.status,
        wrong=wrong,
        found=found,
        kept={name: value for name, value in kept.items() if value},
        asked={**kept, "q": word},
        earlier=f"{found.month - _DAY:%Y-%m}",
        later=f"{last_of(found.month) + _DAY:%Y-%m}",
        states=STATES,
        signs=actor.role == "coordinator",
        said={name: _number(asked.get(name, "")) for name in ("signed", "minutes", "withdrawn", "none")},
    )


def _address(asked: Mapping[str, str], **more: int) -> str:
    said = {name: asked[name] for name in _FILTERS if asked.get(name)} | more
    return "/hours" + (f"?{urlencode(said)}" if said else "")


def _month(text: str, today: dt.date) -> dt.date:
    """The month that is asked for; this one when that makes no sense."""
    try:
        return TypeAdapter(Month).validate_python(text)
    except ValidationError:
        return month_of(today)


def _word(text: str) -> str:
    word = text.strip()[:LONGEST_SHORT_TEXT]
    return word if is_plain(word) else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
