"""One's own duty on a phone: its page, the same as JSON, its map, and that somebody cannot come."""

from __future__ import annotations

import datetime as dt
import secrets
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.doors.gate import csrf_of
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.my_route import route_as_json
from api.pages.page import Asking, Records, parts_of, show
from api.pages.receipt import note_read
from api.pages.typed import Typed
from api.security import map_headers
from outreach.actor import Actor
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import NotThere, Refused
from outreach.usecases.own_route.cannot_come import cannot_come, has_declined, state_of
from outreach.usecases.own_route.show_own_route import OwnRoute, show_own_route
from outreach.usecases.showing.sketch_route import sketch_route

router = APIRouter()
SHOWN_FOR = "X-Shown-For"
"""For how many seconds a phone may keep this page, whatever its own clock says; `0`: what it keeps goes."""
OnDate = Annotated[dt.date | None, Query(alias="date")]
Tab = Literal["today", "map", "cannot"]


@router.get("/my")
def my(
    request: Request,
    records: Records,
    actor: Asking,
    date: OnDate = None,
    stop: int = 0,
    tab: Tab = "today",
    said: Literal["", "kept", "no"] = "",
) -> Response:
    """Today's duty, or the next one. `stop`: which one is looked at, else the next; `tab`: what of it."""
    return _page(request, records, actor, date, stop=stop, tab=tab, said=said)


@router.get("/my/route.json")
def route(request: Request, records: Records, actor: Asking, date: OnDate = None) -> Response:
    """The same as data. Raises `NotThere` without a duty."""
    now = parts_of(request).clock.now()
    found = show_own_route(records, actor, date=date, now=now)
    if found is None:
        raise NotThere
    return JSONResponse(route_as_json(found, csrf=csrf_of(request), now=now))


@router.get("/my/map")
def my_map(request: Request, records: Records, actor: Asking, date: OnDate = None) -> HTMLResponse:
    """The map that can be moved. Raises `NotThere` on days on which it is not shown."""
    parts = parts_of(request)
    now = parts.clock.now()
    found = show_own_route(records, actor, date=date, now=now)
    if found is None or not found.shows:
        raise NotThere
    page = parts.maps.page(
        sketch_route(
            records, actor, found.duty.id, parts.geocoder, language_of(request), today=now.date(), ways=parts.ways
        )
    )
    return HTMLResponse(page, headers=map_headers(page))


@router.get("/my/cannot")
def ask_cannot(request: Request, records: Records, actor: Asking, date: OnDate = None) -> Response:
    """The button by which somebody says that they cannot come."""
    return _page(request, records, actor, date, tab="cannot")


@router.post("/my/cannot", max_body_size=LARGEST_FORM)
def cannot(request: Request, actor: Asking, typed: Typed) -> Response:
    """They cannot: the coordinator is told, and who could step in is looked for there."""
    date, reason = _date(typed.get("date", [""])[0]), " ".join(typed.get("reason", [""])[0].split())

    def work(records: OfficeRecords) -> dt.date:
        return cannot_come(records, actor, date=date, reason=reason, now=parts_of(request).clock.now()).date

    try:
        on = act(request, "decline duty", work)
    except NotThere:
        raise
    except Refused as error:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _page(request, records, actor, date, tab="cannot", wrong=wrong_of(request, error))
    return RedirectResponse(f"/my?date={on}&said=no", status_code=HTTPStatus.SEE_OTHER)


@router.get("/my/away")
def away(request: Request) -> HTMLResponse:
    """What a phone shows without signal when it keeps nothing: no field of anybody."""
    return show(request, "my_nothing.html", why="away", who="")


def _page(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    date: dt.date | None,
    *,
    stop: int = 0,
    tab: Tab = "today",
    said: str = "",
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    parts = parts_of(request)
    now = parts.clock.now()
    found = None if actor.role == "noting" else show_own_route(records, actor, date=date, now=now)
    if found is None:
        why = "ended" if actor.role == "noting" else "no_duty"
        nothing = show(request, "my_nothing.html", why=why, who=actor.person_id or "")
        nothing.headers[SHOWN_FOR] = "0"
        return nothing
    note_read(request, records, actor, found.view.roster.id)
    # The renderer escapes every text it draws.
    drawing = Markup(_drawing(request, records, actor, found, now)) if found.shows else ""  # noqa: S704
    state, shown_for = state_of(found.duty, now), max(0, int((found.shown_until - now).total_seconds()))
    page = show(
        request,
        "my.html",
        status=wrong.status,
        route=found,
        chosen=next((one for one in found.real if one.number == stop), found.next),
        today=found.duty.date == now.date(),
        keys={one.id: secrets.token_hex(16) for one in found.real},
        drawing=drawing,
        declined=has_declined(records, found.duty),
        begun=state == "begun",
        over=state == "over",
        shown_for=shown_for,
        tab=tab,
        said=said,
        wrong=wrong,
    )
    if found.keeps:
        page.headers[SHOWN_FOR] = str(shown_for)
    return page


def _drawing(request: Request, records: OfficeRecords, actor: Actor, found: OwnRoute, now: dt.datetime) -> str:
    parts = parts_of(request)
    sketch = sketch_route(
        records, actor, found.duty.id, parts.geocoder, language_of(request), today=now.date(), ways=parts.ways
    )
    return parts.maps.drawing(sketch)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise NotThere from None
