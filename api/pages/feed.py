"""Calendar feeds: the page where they are made and ended, and the calendars themselves, which need no sign-in."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from api.doors.gate import actor_of
from api.language import language_of
from api.pages.acting import act
from api.pages.page import Asking, Records, parts_of, show
from outreach.records.database import office_records
from outreach.usecases.handing_out.end_feed import end_feed
from outreach.usecases.handing_out.make_feed import make_feed
from outreach.usecases.handing_out.read_feed import note_reading_of_feed, read_feed
from outreach.usecases.handing_out.show_feeds import show_feed, show_feeds

router = APIRouter()
PersonId = Annotated[str, Query(alias="person", max_length=32)]
PersonField = Annotated[str, Form(alias="person", max_length=32)]
CALENDAR = "text/calendar; charset=utf-8"


@router.get("/feed")
def feed(
    request: Request,
    records: Records,
    actor: Asking,
    person_id: PersonId = "",
    everybody: Annotated[bool, Query(alias="all")] = False,
    ended: bool = False,
) -> Response:
    """One person's feed, one's own unless another is named; a coordinator without a duty of their own sees all.

    `ended`: it has just been ended.
    """
    whose = person_id or actor.person_id or ""
    if actor.role == "coordinator" and (everybody or not whose):
        return show(request, "feeds.html", feeds=show_feeds(records, actor))
    return show(request, "feed.html", state=show_feed(records, actor, whose), address="", ended=ended)


@router.post("/feed")
def new_feed(request: Request, person_id: PersonField = "") -> Response:
    """A new secret address, shown this once. Answered at once: it is kept nowhere, no other page could show it."""
    parts, actor = parts_of(request), actor_of(request)
    whose, now = person_id or actor.person_id or "", parts.clock.now()
    made = act(request, "make feed", lambda records: make_feed(records, actor, person_id=whose, now=now))
    address = made.link or f"{request.url.scheme}://{request.url.netloc}{made.path}"
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        state = show_feed(records, actor, whose)
    return show(
        request,
        "feed.html",
        state=state,
        address=address,
        subscribe="webcal://" + address.partition("://")[2],
        code=_code(address),
        ended=False,
    )


@router.post("/feed/end")
def no_feed(request: Request, person_id: PersonField = "") -> Response:
    """The address stops working at once."""
    actor = actor_of(request)
    whose = person_id or actor.person_id or ""
    act(request, "end feed", lambda records: end_feed(records, actor, person_id=whose))
    return RedirectResponse(f"/feed?person={whose}&ended=1", status_code=HTTPStatus.SEE_OTHER)


@router.get("/feeds/{secret}.ics")
@router.head("/feeds/{secret}.ics")
def calendar(request: Request, secret: str) -> Response:
    """The calendar behind a secret address. The same 404 for one that never was and one that was revoked."""
    parts = parts_of(request)
    read = read_feed(parts.engine, secret, now=parts.clock.now(), language=language_of(request))
    headers = {"ETag": read.etag, "Cache-Control": "private, no-cache"}
    if request.method == "GET":
        # Whether it is noted or not, the calendar gets its answer.
        with suppress(SQLAlchemyError):
            note_reading_of_feed(parts.engine, read, now=parts.clock.now())
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if read.etag in known or "*" in known:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="duties.ics"'
    if request.method == "HEAD":
        return Response(headers=headers | {"Content-Length": str(len(read.content))}, media_type=CALENDAR)
    return Response(read.content, headers=headers, media_type=CALENDAR)


def _code(address: str) -> Markup:
    """The address as a QR code: black on white in the dark too, or no camera reads it."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None))  # noqa: S704
