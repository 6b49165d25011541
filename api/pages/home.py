"""The first page: what waits for somebody; for field people, their own duties."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.pages.ladders import waiting
from api.pages.page import Asking, Records, parts_of, show
from api.pages.receipt import note_read
from outreach.usecases.hours.show_hours import show_hours
from outreach.usecases.showing.show_home import show_home
from outreach.usecases.weeks.show_own_duties import show_own_duties

router = APIRouter()
SHOWN = 8


@router.get("/")
def first_page(request: Request, records: Records, actor: Asking) -> Response:
    """What a visitor comes for: what waits for the coordinator; one's own duties; for an administrator, the account."""
    now = parts_of(request).clock.now()
    if actor.role == "field":
        duties = show_own_duties(records, actor, today=now.date())
        for roster_id in {one.duty.roster_id for one in duties}:
            note_read(request, records, actor, roster_id)
        hours = show_hours(records, actor, month=now.date()) if actor.person_id else None
        return show(request, "own_duties.html", duties=duties, today=now.date(), hours=hours)
    if actor.role == "admin":
        return RedirectResponse("/account", status_code=HTTPStatus.SEE_OTHER)
    home = show_home(records, actor, now=now)
    return show(
        request,
        "home.html",
        records=records,
        roster=home.roster,
        home=home,
        shown=SHOWN,
        **waiting(records, actor, now, "/"),
        writes=actor.role == "coordinator",
    )
