"""Personal links as coordinators see them: made and printed, listed, revoked; and the PINs that open them."""

from __future__ import annotations

import datetime as dt
import re
from http import HTTPStatus
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from api.doors.csrf import LARGEST_FORM
from api.language import language_of
from api.pages.acting import NOTHING_WRONG, Wrong, act, wrong_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.printed import pdf
from outreach.actor import Actor
from outreach.calendar.dates import short
from outreach.exports.printed.link_strips import LinkStrip, link_strips
from outreach.records import Office
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Conflict, NotThere
from outreach.usecases.handing_out.where import link_to
from outreach.usecases.links.links_of_secrets import links_of_secrets
from outreach.usecases.links.make_links import MadeLink, MadeLinks, make_links
from outreach.usecases.links.make_pins import MadePin, fresh_pins, set_pins, who_needs_pin
from outreach.usecases.links.revoke_link import revoke_link
from outreach.usecases.links.secrets_of_links import in_groups
from outreach.usecases.links.show_links import show_links

router = APIRouter()
_ROSTER = re.compile(r"[0-9a-f]{32}")


@router.get("/links/{roster_id}")
def links(request: Request, records: Records, actor: Asking, roster_id: str, revoked: bool = False) -> Response:
    """Who has a link, and how far it is. `revoked`: one has just been."""
    return _list(request, records, actor, roster_id, revoked=revoked)


@router.post("/links/{roster_id}", max_body_size=LARGEST_FORM)
def make(
    request: Request,
    actor: Asking,
    roster_id: str,
    person_id: Annotated[str, Form(alias="person", max_length=32)] = "",
    day: Annotated[str, Form(alias="date", max_length=10)] = "",
    again: Annotated[bool, Form()] = False,
) -> Response:
    """New links, shown and printed this once: everybody's who has none, or one person's. Answered at once, since the
    secrets are kept nowhere and no other page could show them.
    """
    now, date = parts_of(request).clock.now(), _date(day)

    def work(records: OfficeRecords) -> tuple[MadeLinks, Office]:
        made = make_links(records, actor, roster_id=roster_id, person_id=person_id, date=date, again=again, now=now)
        return made, records.office

    try:
        made, office = act(request, "make links", work)
    except Conflict as refused:
        with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
            return _list(request, records, actor, roster_id, wrong=wrong_of(request, refused))
    if not made.made:
        return RedirectResponse(f"/links/{roster_id}", status_code=HTTPStatus.SEE_OTHER)
    strips = [(one, *_address(request, office, one)) for one in made.made]
    where = _whole(request, office, "/d")
    return show(request, "links_made.html", made=made, strips=strips, where=where, contact=office.contact)


@router.post("/links/{roster_id}/strips.pdf", max_body_size=LARGEST_FORM)
def strips_pdf(
    request: Request, actor: Asking, roster_id: str, secrets: Annotated[str, Form(max_length=LARGEST_FORM)] = ""
) -> Response:
    """The strips that the page before has just shown, as PDF. Their secrets come from there: nobody else has them."""
    parts, language = parts_of(request), language_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        found = links_of_secrets(records, actor, roster_id=roster_id, secrets=secrets.split(), now=parts.clock.now())
        office = records.office
        strips = [
            LinkStrip(
                name=one.person.name,
                when=f"{short(one.duty.date, language)} {one.duty.departure:%H:%M}–{one.duty.arrival:%H:%M}",
                address=_whole(request, office, one.path),
                code=in_groups(one.secret),
            )
            for one in found
        ]
        where, contact = _whole(request, office, "/d"), office.contact
    return pdf(lambda: link_strips(strips, where=where, contact=contact, language=language), "link-strips")


@router.post("/links/{link_id}/revoke", max_body_size=LARGEST_FORM)
def revoke(request: Request, actor: Asking, link_id: str, back: Annotated[str, Form()] = "") -> Response:
    """It shows nothing any more. `back`: the roster whose links are looked at."""
    now = parts_of(request).clock.now()
    act(request, "revoke link", lambda records: revoke_link(records, actor, link_id=link_id, now=now))
    target = f"/links/{back}?revoked=1" if _ROSTER.fullmatch(back) else "/"
    return RedirectResponse(target, status_code=HTTPStatus.SEE_OTHER)


@router.post("/links/{roster_id}/pins", max_body_size=LARGEST_FORM)
def missing_pins(request: Request, actor: Asking, roster_id: str) -> Response:
    """A PIN for everybody of the roster who has none, told this once."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        wanted = who_needs_pin(records, actor, roster_id)
    made = _pins(request, actor, wanted, again=False) if wanted else ()
    if not made:
        return RedirectResponse(f"/links/{roster_id}", status_code=HTTPStatus.SEE_OTHER)
    return show(request, "pins_made.html", pins=made, back=roster_id)


@router.post("/people/{person_id}/pin", max_body_size=LARGEST_FORM)
def new_pin(request: Request, actor: Asking, person_id: str, back: Annotated[str, Form()] = "") -> Response:
    """One person's new PIN, told this once; the one before opens nothing any more."""
    made = _pins(request, actor, (person_id,), again=True)
    return show(request, "pins_made.html", pins=made, back=back if _ROSTER.fullmatch(back) else "")


def _pins(request: Request, actor: Actor, person_ids: tuple[str, ...], *, again: bool) -> tuple[MadePin, ...]:
    parts = parts_of(request)
    # Before the transaction: hashing a hundred of them takes seconds, in which nobody else could write.
    pins, now = fresh_pins(parts.passwords, person_ids), parts.clock.now()
    return act(request, "make PINs", lambda records: set_pins(records, actor, pins=pins, again=again, now=now))


def _list(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    roster_id: str,
    *,
    revoked: bool = False,
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    view = show_links(records, actor, roster_id, now=parts_of(request).clock.now())
    return show(
        request,
        "links.html",
        records=records,
        roster=view.roster,
        view=view,
        revoked=revoked,
        wrong=wrong,
        makes=actor.role == "coordinator",
        address=records.office.address,
        status=wrong.status,
    )


def _date(text: str) -> dt.date | None:
    """The chosen day, `None` for all. Raises `NotThere` for what is no date."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise NotThere from None


def _whole(request: Request, office: Office, path: str) -> str:
    """The whole address of a page: as the office says the service is found, else as this browser found it."""
    return link_to(office, path) or f"{request.url.scheme}://{request.url.netloc}{path}"


def _address(request: Request, office: Office, made: MadeLink) -> tuple[str, str, Markup]:
    """The link's whole address, its code as it is printed, and both as a QR code."""
    address = _whole(request, office, made.path)
    drawn = segno.make(address, error="m", micro=False)
    # Black on white in the dark too, or no camera reads it.
    svg = drawn.svg_inline(omitsize=True, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return address, in_groups(made.secret), Markup(svg)  # noqa: S704
