"""Personal links of a roster and the PINs that open them."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, RecordPath, answered, problems
from api.routes.shapes import Shape
from api.routes.writes import write
from outreach.forms.base import Form, RecordId, example
from outreach.forms.moments import Date
from outreach.records import Office
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.handing_out.where import link_to
from outreach.usecases.links.make_links import MadeLink, make_links
from outreach.usecases.links.make_pins import fresh_pins, set_pins
from outreach.usecases.links.revoke_link import revoke_link
from outreach.usecases.links.show_links import LinksOfWeek, State, show_links

router = APIRouter(prefix=PREFIX, tags=["links"])


class LinksForm(Form):
    """Whose links to make: everybody's, one person's, one date's. `again`: also for who has one, which then ends."""

    model_config = example({"date": "2026-12-02", "again": False})

    person_id: RecordId | None = None
    date: Date | None = None
    again: bool = False


class LinkShape(Shape):
    """One duty and the newest link to it, see `outreach.usecases.links.show_links.LinkLine`."""

    id: str | None
    person_id: str
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime
    state: State


class PinShape(Shape):
    """When a person's PIN was made; null when there is none."""

    person_id: str
    made: dt.datetime | None


class LinksShape(Shape):
    """All links of a roster. `missing`: duties ahead without one that works. `without_pin`: people who have no PIN."""

    items: list[LinkShape]
    pins: list[PinShape]
    missing: int
    without_pin: int


class MadeLinkShape(Shape):
    """A new link. `path`: its secret address on this server, shown this once; `link`: the whole address, or empty."""

    id: str
    person_id: str
    date: dt.date
    path: str
    link: str
    replaces: bool


class MadeLinksShape(Shape):
    """What was made; how many had a link already, and how many duties are over."""

    items: list[MadeLinkShape]
    had: int
    over: int


class MadePinShape(Shape):
    """A person's new PIN, told this once."""

    person_id: str
    digits: str


@router.get("/rosters/{roster_id}/links", response_model=LinksShape, responses=problems())
def links(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Who has a personal link, and how far it is. No address: nobody keeps them."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        return answered(_shape(show_links(records, actor, roster_id, now=parts.clock.now())))


def make(request: Request, actor: Asker, roster_id: RecordPath, form: Any) -> Response:
    """Make links to a published roster's duties. No idempotency key: the answer, full of secrets, would
    have to be kept. When it was lost, ask again with `again`.
    """

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        given = {"person_id": form.person_id or "", "date": form.date, "again": form.again}
        done = make_links(records, actor, roster_id=roster_id, now=now, **given)
        items = [_made(records.office, one) for one in done.made]
        return Answer(MadeLinksShape(items=items, had=done.had, over=done.over), HTTPStatus.CREATED)

    return write(request, actor, "make links", work)


make.__annotations__["form"] = LinksForm
router.add_api_route(
    "/rosters/{roster_id}/links",
    make,
    methods=["POST"],
    status_code=HTTPStatus.CREATED,
    response_model=MadeLinksShape,
    responses=problems(409, 413),
)


@router.delete("/links/{link_id}", status_code=HTTPStatus.NO_CONTENT, responses=problems(409))
def revoke(request: Request, actor: Asker, link_id: RecordPath) -> Response:
    """It shows nothing from now on; what its device has noted is still taken for 14 days."""

    def work(records: OfficeRecords) -> Answer:
        revoke_link(records, actor, link_id=link_id, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "revoke link", work)


@router.put("/people/{record_id}/pin", response_model=MadePinShape, responses=problems(409))
def new_pin(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """A new PIN; the one before opens nothing any more. Tell it by another way than the link."""
    parts = parts_of(request)
    # Before the transaction: hashing takes its time, in which nobody else could write.
    pins = fresh_pins(parts.passwords, (record_id,))

    def work(records: OfficeRecords) -> Answer:
        (made,) = set_pins(records, actor, pins=pins, again=True, now=parts.clock.now())
        return Answer(MadePinShape(person_id=made.person.id, digits=made.digits))

    return write(request, actor, "make PINs", work)


def _made(office: Office, one: MadeLink) -> MadeLinkShape:
    return MadeLinkShape(
        id=one.link_id,
        person_id=one.person.id,
        date=one.duty.date,
        path=one.path,
        link=link_to(office, one.path),
        replaces=one.replaces,
    )


def _shape(view: LinksOfWeek) -> LinksShape:
    return LinksShape(
        items=[
            LinkShape(
                id=one.link.id if one.link else None,
                person_id=one.person.id,
                date=one.date,
                departure=one.departure,
                arrival=one.arrival,
                state=one.state,
            )
            for one in view.lines
        ],
        pins=[PinShape(person_id=one.person.id, made=one.made) for one in view.pins],
        missing=view.missing,
        without_pin=view.without_pin,
    )
