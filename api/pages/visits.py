"""The visit log: searched, narrowed, fifty on a page, and taken along as a file. Names are looked for in a body."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.keeping.typed import AsTyped, one
from api.pages.page import Asking, Records, parts_of, show
from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI, monday_of
from outreach.exports.as_file import MEDIA, Suffix, as_file
from outreach.exports.noted_visits import TITLE
from outreach.forms.base import LONGEST_SHORT_TEXT, is_plain
from outreach.forms.moments import FIRST_YEAR, LAST_YEAR
from outreach.forms.visits import OUTCOMES
from outreach.records import Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.noting.export_visits import export_visits
from outreach.usecases.noting.list_visits import choices_of, list_visits, progress_of
from outreach.usecases.noting.which_visits import NO_RESULT, Wanted
from outreach.usecases.showing.shown_roster import shown_roster

router = APIRouter()
FILTERS = ("first", "last", "person", "outcome", "service", "village", "missing")
BEFORE = dt.timedelta(days=6)
_ID = re.compile(r"[0-9a-f]{32}")


@router.get("/visits")
def visits(request: Request, records: Records, actor: Asking) -> Response:
    """The log of the last seven days, or of what the address asks for."""
    return _page(request, records, actor, dict(request.query_params))


@router.post("/visits/search", max_body_size=LARGEST_FORM)
def search(request: Request, records: Records, actor: Asking, typed: AsTyped) -> Response:
    """The same, with a word that may be a name."""
    asked = {name: one(typed, name) for name in (*FILTERS, "word", "at")}
    if not asked["word"]:
        kept = {name: asked[name] for name in FILTERS if asked[name]}
        return RedirectResponse("/visits" + (f"?{urlencode(kept)}" if kept else ""), status_code=303)
    return _page(request, records, actor, asked)


@router.get("/visits/export.{suffix}")
def export(request: Request, suffix: Suffix) -> Response:
    """What the address asks for, as a file."""
    return _file(request, suffix, dict(request.query_params))


@router.post("/visits/export.{suffix}", max_body_size=LARGEST_FORM)
def export_found(request: Request, suffix: Suffix, typed: AsTyped) -> Response:
    """What was found with a word, as a file."""
    return _file(request, suffix, {name: one(typed, name) for name in (*FILTERS, "word")})


def _file(request: Request, suffix: Suffix, asked: Mapping[str, str]) -> Response:
    parts, language, actor = parts_of(request), language_of(request), actor_of(request)
    now = parts.clock.now().astimezone(TAIPEI)
    wanted = wanted_of(asked, now.date())
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        sheets = export_visits(records, actor, wanted, now=now, language=language)
    made = as_file(sheets, suffix, page_line=TITLE[language])
    name = f"visits-{wanted.first.isoformat()}-{wanted.last.isoformat()}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type=MEDIA[suffix], headers=headers)


def _page(request: Request, records: OfficeRecords, actor: Actor, asked: Mapping[str, str]) -> Response:
    today = parts_of(request).clock.now().astimezone(TAIPEI).date()
    wanted, at = wanted_of(asked, today), number_of(asked.get("at", ""))
    kept = kept_of(wanted)
    return show(
        request,
        "visits.html",
        page=list_visits(records, actor, wanted, first=at),
        progress=progress_of(records, actor, today),
        choices=choices_of(records, actor, wanted),
        outcomes=(*OUTCOMES, NO_RESULT),
        wanted=wanted,
        now=parts_of(request).clock.now(),
        today=today,
        kept=kept,
        query=urlencode(kept),
        narrowed=any((wanted.person_id, wanted.outcome, wanted.service, wanted.village, wanted.missing, wanted.word)),
        planned=shown_roster(records.all(Roster, Roster.monday == monday_of(wanted.last))),
    )


def wanted_of(asked: Mapping[str, str], today: dt.date) -> Wanted:
    """What is looked for; what makes no sense is as if nothing had been asked."""
    last = _date(asked.get("last", "")) or max(today, _date(asked.get("first", "")) or today)
    first = min(_date(asked.get("first", "")) or last - BEFORE, last)
    person, outcome = asked.get("person", ""), asked.get("outcome", "")
    return Wanted(
        first=first,
        last=last,
        person_id=person if _ID.fullmatch(person) else "",
        outcome=outcome if outcome in (*OUTCOMES, NO_RESULT) else "",
        service=_word(asked.get("service", "")),
        village=_word(asked.get("village", "")),
        missing=asked.get("missing", "") == "1",
        word=_word(asked.get("word", "")),
    )


def kept_of(wanted: Wanted) -> dict[str, str]:
    """The same as it stands in an address: everything but the word."""
    kept: dict[str, Any] = {
        "first": wanted.first.isoformat(),
        "last": wanted.last.isoformat(),
        "person": wanted.person_id,
        "outcome": wanted.outcome,
        "service": wanted.service,
        "village": wanted.village,
        "missing": "1" if wanted.missing else "",
    }
    return {name: value for name, value in kept.items() if value}


def number_of(text: str) -> int:
    """The number of the first line of a page."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _word(text: str) -> str:
    text = text.strip()[:LONGEST_SHORT_TEXT]
    return text if is_plain(text) else ""


def _date(text: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR < found.year <= LAST_YEAR else None
