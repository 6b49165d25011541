"""What is handed out: a roster's texts and receipts, and the calendar feeds of people."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.language import asked_language
from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, RecordPath, answered, problems
from api.routes.writes import write
from outreach.forms.base import RecordId
from outreach.forms.moments import Date
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.handing_out.end_feed import end_feed
from outreach.usecases.handing_out.make_feed import make_feed
from outreach.usecases.handing_out.show_feeds import FeedState, show_feed
from outreach.usecases.handing_out.show_hand_out import HandOut, show_hand_out
from outreach.usecases.handing_out.write_group_text import write_group_text

router = APIRouter(prefix=PREFIX, tags=["handing out"])


class FeedShape(BaseModel):
    """A person's calendar feed. `made` is null when there is none, `fetched` when no calendar has asked for it yet."""

    model_config = ConfigDict(extra="forbid")

    person_id: str
    made: dt.datetime | None
    fetched: dt.datetime | None


class MadeFeedShape(BaseModel):
    """A new feed. `path`: its secret address on this server, shown this once; `link`: the whole address, or empty."""

    model_config = ConfigDict(extra="forbid")

    person_id: str
    made: dt.datetime
    path: str
    link: str


class SheetDayShape(BaseModel):
    """One day and how many duty sheets it has."""

    model_config = ConfigDict(extra="forbid")

    date: dt.date
    sheets: int


class HandedShape(BaseModel):
    """One person of the roster, how far their message is (`told`), and whether they are to be phoned."""

    model_config = ConfigDict(extra="forbid")

    person_id: str
    duties: int
    told: str
    read_at: dt.datetime | None
    declined: bool
    phone: bool
    feed: dt.datetime | None
    fetched: dt.datetime | None


class HandOutShape(BaseModel):
    """What of a roster is handed out. `text`: to paste into a group."""

    model_config = ConfigDict(extra="forbid")

    roster_id: str
    text: str
    days: list[SheetDayShape]
    people: list[HandedShape]


@router.get("/rosters/{roster_id}/hand-out", response_model=HandOutShape, responses=problems())
def hand_out(
    request: Request,
    actor: Asker,
    roster_id: RecordPath,
    date: Annotated[Date | None, Query()] = None,
    unit_id: Annotated[RecordId | None, Query()] = None,
    changed: Annotated[bool, Query()] = False,
) -> Response:
    """Sheets, group text and receipts of a roster. `changed`: the text tells only of changes."""
    unit, language = unit_id or "", asked_language(request)
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        view = show_hand_out(records, actor, roster_id, unit_id=unit, now=parts_of(request).clock.now())
        text = write_group_text(
            records, actor, roster_id, date=date, unit_id=unit, only_changed=changed, language=language
        )
        return answered(_shape(view, text))


@router.get("/people/{record_id}/feed", response_model=FeedShape, responses=problems())
def feed(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """A person's calendar feed, without its address, which nobody keeps."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(_feed(show_feed(records, actor, record_id)))


@router.put("/people/{record_id}/feed", response_model=MadeFeedShape, responses=problems(409))
def new_feed(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """A new secret address; the one before it stops working. No idempotency key: its answer would have to be kept."""

    def work(records: OfficeRecords) -> Answer:
        made = make_feed(records, actor, person_id=record_id, now=parts_of(request).clock.now())
        return Answer(MadeFeedShape(person_id=made.person.id, made=made.made, path=made.path, link=made.link))

    return write(request, actor, "make feed", work)


@router.delete("/people/{record_id}/feed", status_code=HTTPStatus.NO_CONTENT, responses=problems(409))
def no_feed(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """The feed's address stops working at once."""

    def work(records: OfficeRecords) -> Answer:
        end_feed(records, actor, person_id=record_id)
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "end feed", work)


def _feed(state: FeedState) -> FeedShape:
    return FeedShape(person_id=state.person.id, made=state.made, fetched=state.fetched)


def _shape(view: HandOut, text: str) -> HandOutShape:
    return HandOutShape(
        roster_id=view.roster.id,
        text=text,
        days=[SheetDayShape(date=day.date, sheets=day.sheets) for day in view.days],
        people=[
            HandedShape(
                person_id=one.person.id,
                duties=one.duties,
                told=one.told,
                read_at=one.read_at,
                declined=one.declined,
                phone=one.phone,
                feed=one.feed,
                fetched=one.fetched,
            )
            for one in view.people
        ],
    )
