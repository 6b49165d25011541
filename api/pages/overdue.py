"""Who has not been seen for longer than their need grade allows: the whole list, searched, and taken along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.keeping.typed import AsTyped, one
from api.pages.page import Asking, Records, parts_of, show
from api.pages.visits import number_of
from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.exports.as_file import MEDIA, Suffix, as_file
from outreach.exports.unseen import TITLE
from outreach.forms.base import LONGEST_SHORT_TEXT
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.showing.export_unseen import export_unseen
from outreach.usecases.showing.long_unseen import INTERVALS, long_unseen, narrowed_unseen

router = APIRouter()
ON_A_PAGE = 100


@router.get("/overdue")
def overdue(request: Request, records: Records, actor: Asking) -> Response:
    """Everybody who is overdue today, or those of one grade."""
    return _page(request, records, actor, dict(request.query_params))


@router.post("/overdue/search", max_body_size=LARGEST_FORM)
def search(request: Request, records: Records, actor: Asking, typed: AsTyped) -> Response:
    """Those whose name or 里 holds a word."""
    asked = {name: one(typed, name) for name in ("grade", "word", "at")}
    if not asked["word"]:
        return RedirectResponse("/overdue" + (f"?grade={_grade(asked)}" if _grade(asked) else ""), status_code=303)
    return _page(request, records, actor, asked)


@router.get("/overdue/export.{suffix}")
def export(request: Request, suffix: Suffix) -> Response:
    """The list as a file."""
    return _file(request, suffix, dict(request.query_params))


@router.post("/overdue/export.{suffix}", max_body_size=LARGEST_FORM)
def export_found(request: Request, suffix: Suffix, typed: AsTyped) -> Response:
    """What was found with a word, as a file."""
    return _file(request, suffix, {name: one(typed, name) for name in ("grade", "word")})


def _file(request: Request, suffix: Suffix, asked: Mapping[str, str]) -> Response:
    parts, language, actor = parts_of(request), language_of(request), actor_of(request)
    now = parts.clock.now().astimezone(TAIPEI)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        sheets = export_unseen(records, actor, grade=_grade(asked), word=_word(asked), now=now, language=language)
    made = as_file(sheets, suffix, page_line=TITLE[language])
    headers = {"Content-Disposition": f'attachment; filename="overdue-{now.date().isoformat()}.{suffix}"'}
    return Response(made, media_type=MEDIA[suffix], headers=headers)


def _page(request: Request, records: OfficeRecords, actor: Actor, asked: Mapping[str, str]) -> Response:
    now: dt.datetime = parts_of(request).clock.now()
    everybody = long_unseen(records, actor, now=now)
    grade, word = _grade(asked), _word(asked)
    found = narrowed_unseen(everybody, grade=grade, word=word)
    first = min(number_of(asked.get("at", "")), max(1, len(found)))
    return show(
        request,
        "overdue.html",
        everybody=everybody,
        found=found,
        lines=found[first - 1 : first - 1 + ON_A_PAGE],
        first=first,
        grades=[(number, days, sum(1 for row in everybody if row.need_grade == number)) for number, days in _GRADES],
        grade=grade,
        word=word,
        query=urlencode({"grade": grade} if grade else {}),
        now=now,
    )


_GRADES = sorted(INTERVALS.items(), reverse=True)


def _grade(asked: Mapping[str, str]) -> str:
    return asked.get("grade", "") if asked.get("grade", "") in {str(number) for number in INTERVALS} else ""


def _word(asked: Mapping[str, str]) -> str:
    return asked.get("word", "").strip()[:LONGEST_SHORT_TEXT]
