"""Two panels beside the board, each a page of its own too: one person's day, and one seat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import func, select

from api.breaches import breach
from api.language import language_of
from api.pages.board.wanted import piece_of
from api.pages.page import Asking, Records, parts_of, show
from outreach.actor import Actor
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.show_day import DayView, show_day
from outreach.usecases.showing.show_seat import find_unserved, show_seat
from outreach.usecases.trying.judgement import Candidate
from outreach.usecases.trying.what_suits import what_suits
from outreach.usecases.trying.who_could import who_could

router = APIRouter()
MOST_SHOWN = 20


@router.get("/rosters/{roster_id}/person/{person_id}/{date}")
def day_panel(
    request: Request,
    records: Records,
    actor: Asking,
    roster_id: str,
    person_id: str,
    date: dt.date,
    suits: bool = False,
) -> HTMLResponse:
    """One person's day. `suits`: with what would suit them in their free time."""
    day = show_day(records, actor, roster_id=roster_id, person_id=person_id, date=date)
    found: Sequence[Candidate] | None = None
    if suits:
        parts = parts_of(request)
        found = what_suits(
            records,
            actor,
            parts.desks,
            roster_id=roster_id,
            person_id=person_id,
            date=date,
            now=parts.clock.now(),
        )
    return show_day_panel(request, records, actor, day, found)


@router.get("/rosters/{roster_id}/seat")
def seat_panel(
    request: Request,
    records: Records,
    actor: Asking,
    roster_id: str,
    item: str = "",
    seat: int = 1,
    unserved: str = "",
    duty: str = "",
    number: int = 0,
) -> HTMLResponse:
    """Who could take one seat: named by its work, by the row of what is left out, or by a chip of the board."""
    if duty:
        day, piece = piece_of(records, actor, roster_id, duty, number)
        if len(piece.stops) != 1:
            return show_day_panel(request, records, actor, day, None)
        item, seat = piece.stops[0].stop.item_key, piece.stops[0].stop.seat
    if unserved:
        item, seat = find_unserved(records, roster_id, unserved)
    view = show_seat(records, actor, roster_id=roster_id, item_key=item, seat=seat)
    parts = parts_of(request)
    found = who_could(
        records,
        actor,
        parts.desks,
        roster_id=roster_id,
        item_key=view.item_key,
        seat=view.seat,
        now=parts.clock.now(),
    )
    return show_part(
        request,
        "board_seat.html",
        records,
        view.roster,
        view=view,
        may_edit=may_edit(actor),
        candidates=told(request, found, view.people, view.holder.id if view.holder else ""),
        next_revision=next_revision(records, view.roster),
    )


def show_day_panel(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    day: DayView,
    suits: Sequence[Candidate] | None,
) -> HTMLResponse:
    """The panel of a day; `suits`: what would suit this person, `None`: nobody has asked."""
    names = {day.person.id: day.person}
    return show_part(
        request,
        "board_day.html",
        records,
        day.roster,
        day=day,
        may_edit=may_edit(actor),
        suits=None if suits is None else told(request, suits, names),
        next_revision=next_revision(records, day.roster),
    )


def show_part(
    request: Request,
    template: str,
    records: OfficeRecords | None,
    roster: Roster | None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """The template as a page, or only what is new in it for a page that is open already (`X-Part`)."""
    return show(
        request,
        template,
        records=records,
        roster=roster,
        status=status,
        part="x-part" in request.headers,
        **values,
    )


def may_edit(actor: Actor) -> bool:
    """Whether somebody corrects weeks; an auditor looks only."""
    return actor.role == "coordinator"


def next_revision(records: OfficeRecords, roster: Roster) -> int | None:
    """The number of the draft that an edit of this roster will make; `None` when it is edited itself."""
    if roster.status == "draft":
        return None
    asked = select(func.max(Roster.revision)).where(Roster.monday == roster.monday)
    return int(records.session.exec(asked).one() or 0) + 1


def told(
    request: Request, candidates: Sequence[Candidate], people: Mapping[str, Any], holder: str = ""
) -> list[tuple[Candidate, tuple[str, ...], tuple[str, ...]]]:
    """The first candidates, each with the names of others than the `holder` whose days change, and with what stands in
    their way.
    """
    names = {one: person.name for one, person in people.items()}
    language, shown = language_of(request), []
    for one in candidates[:MOST_SHOWN]:
        days = (day.person_id for day in one.people[1:] if day.person_id != holder)
        others = tuple(dict.fromkeys(names[person_id] for person_id in days if person_id in names))
        shown.append((one, others, tuple(breach(each, names, language) for each in one.breaks)))
    return shown
