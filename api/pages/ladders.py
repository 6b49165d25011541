"""Unanswered doors: the list, one of them with all its steps, and what an officer does about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.keeping.typed import AsTyped, Typed, one
from api.pages.page import Asking, Records, parts_of, show
from outreach.actor import Actor
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict, Invalid
from outreach.usecases.ladders.call_emergency_now import call_emergency_now
from outreach.usecases.ladders.close_seen import SEEN_BY, close_seen
from outreach.usecases.ladders.officers import officers_now
from outreach.usecases.ladders.reach_crew import reach_crew
from outreach.usecases.ladders.show_alarms import open_alarms
from outreach.usecases.ladders.show_ladders import closed_ladders, open_ladders, show_ladder
from outreach.usecases.ladders.take_step import take_step
from outreach.usecases.ladders.tick_off import tick_off

router = APIRouter()
BACK = ("/", "/ladders")
"""Where a button may stand beside the ladder's own page; there it leads back."""


def waiting(records: OfficeRecords, actor: Actor, now: dt.datetime, back: str) -> dict[str, Any]:
    """What the block of open ladders and alarms shows. `back`: the page that it stands on."""
    return {
        "ladders": open_ladders(records, actor, now=now),
        "alarms": open_alarms(records, actor),
        "acts": actor.role == "coordinator",
        "unmanned": not officers_now(records, now),
        "seen_by": SEEN_BY,
        "now": now,
        "back": back,
    }


@router.get("/ladders")
def ladders(request: Request, records: Records, actor: Asking) -> HTMLResponse:
    """The open ones with their clocks, and what became of those of the last 30 days."""
    now = parts_of(request).clock.now()
    return show(
        request,
        "ladders.html",
        records=records,
        closed=closed_ladders(records, actor, now=now),
        **waiting(records, actor, now, "/ladders"),
    )


@router.get("/ladders/open")
def piece(request: Request, records: Records, actor: Asking, of: str = "/") -> HTMLResponse:
    """The block alone, for a page that looks again by itself."""
    now = parts_of(request).clock.now()
    back = of if of in BACK else "/"
    return show(request, "ladders_open.html", records=records, **waiting(records, actor, now, back))


@router.get("/ladders/{ladder_id}")
def ladder(request: Request, records: Records, actor: Asking, ladder_id: str) -> HTMLResponse:
    """One of them: every step with who, when, what."""
    return _page(request, records, actor, ladder_id, NOTHING_WRONG)


def _page(request: Request, records: OfficeRecords, actor: Actor, ladder_id: str, wrong: Wrong) -> HTMLResponse:
    now = parts_of(request).clock.now()
    found = show_ladder(records, actor, ladder_id, now=now)
    return show(
        request,
        "ladder.html",
        status=wrong.status,
        records=records,
        ladder=found,
        wrong=wrong,
        now=now,
        acts=actor.role == "coordinator",
        seen_by=SEEN_BY,
        back="",
    )


@router.post("/ladders/{ladder_id}/take")
def take(request: Request, actor: Asking, ladder_id: str, typed: AsTyped) -> Response:
    """我來接手."""
    return _done(request, actor, ladder_id, typed, "take", _of_step(take_step, actor, typed))


@router.post("/ladders/{ladder_id}/nobody")
def nobody(request: Request, actor: Asking, ladder_id: str, typed: AsTyped) -> Response:
    """This step was done, and nobody was reached."""
    return _done(request, actor, ladder_id, typed, "nobody", _of_step(tick_off, actor, typed))


@router.post("/ladders/{ladder_id}/seen")
def seen(request: Request, actor: Asking, ladder_id: str, typed: AsTyped) -> Response:
    """Somebody has seen the person: it is closed."""

    def work(records: OfficeRecords, ladder_id: str, now: dt.datetime) -> None:
        close_seen(records, actor, ladder_id=ladder_id, seen_by=one(typed, "seen_by"), now=now)

    return _done(request, actor, ladder_id, typed, "seen", work)


@router.post("/ladders/{ladder_id}/emergency")
def emergency(request: Request, actor: Asking, ladder_id: str, typed: AsTyped) -> Response:
    """Straight to the last step."""

    def work(records: OfficeRecords, ladder_id: str, now: dt.datetime) -> None:
        call_emergency_now(records, actor, ladder_id=ladder_id, now=now)

    return _done(request, actor, ladder_id, typed, "emergency", work)


@router.post("/alarms/{alarm_id}/reached")
def reached(request: Request, actor: Asking, alarm_id: str, typed: AsTyped) -> Response:
    """A crew that was late has been reached."""
    now = parts_of(request).clock.now()
    act(request, "reach crew", lambda records: reach_crew(records, actor, alarm_id=alarm_id, now=now))
    return RedirectResponse(_back(typed, "/"), status_code=HTTPStatus.SEE_OTHER)


Work = Callable[[OfficeRecords, str, dt.datetime], object]


def _of_step(verb: Callable[..., object], actor: Actor, typed: Typed) -> Work:
    """The verb, for the step that the page showed as the one that is on."""
    given = one(typed, "number")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 0

    def work(records: OfficeRecords, ladder_id: str, now: dt.datetime) -> object:
        return verb(records, actor, ladder_id=ladder_id, number=number, now=now)

    return work


def _done(request: Request, actor: Actor, ladder_id: str, typed: Typed, verb: str, work: Work) -> Response:
    now = parts_of(request).clock.now()
    try:
        act(request, f"{verb} ladder", lambda records: work(records, ladder_id, now))
    except (Conflict, Invalid) as error:
        # Somebody was faster, or the clock was: here is how it is now.
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _page(request, records, actor, ladder_id, wrong_of(request, error))
    return RedirectResponse(_back(typed, f"/ladders/{ladder_id}"), status_code=HTTPStatus.SEE_OTHER)


def _back(typed: Typed, otherwise: str) -> str:
    back = one(typed, "back")
    return back if back in BACK else otherwise
