"""What is done on the board: judge, keep, undo, pin. Judging keeps nothing; keeping judges once more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from sqlmodel import col
from starlette.responses import Response

from api.breaches import breaches
from api.doors.gate import actor_of
from api.language import language_of
from api.pages.acting import act, wrong_of
from api.pages.board.panels import next_revision, show_part
from api.pages.board.wanted import Asked, Wanted, change_of, piece_of, seen_lines, the_date
from api.pages.page import Records, parts_of
from outreach.actor import Actor
from outreach.records import Person, Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import ChangedMeanwhile, NotThere, Refused
from outreach.usecases.showing.last_editor import last_editor
from outreach.usecases.showing.last_step import show_last_step
from outreach.usecases.showing.show_day import show_day
from outreach.usecases.showing.show_seat import SeatView, find_unserved, show_seat
from outreach.usecases.trying.cell_etag import Cell, read_cell
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judge_change import judge_change
from outreach.usecases.trying.judgement import BreaksRules, Judgement, Kept
from outreach.usecases.trying.keep_change import keep_change
from outreach.usecases.trying.undo_step import undo_step
from outreach.usecases.weeks.compare_rosters import Seat
from outreach.usecases.weeks.pin_stops import pin_stops, unpin_stops
from outreach.usecases.weeks.undo_pins import VERB, last_pins, undo_pins

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One change of a form, with the seat as it stands and what the referee says."""

    view: SeatView
    change: HandChange
    judgement: Judgement
    sentences: tuple[str, ...]


@router.post("/rosters/{roster_id}/judge")
def judge(request: Request, records: Records, roster_id: str, wanted: Asked) -> Response:
    """What a change comes to or breaks, before anything is kept; for a chip of several stops, which are meant."""
    actor = actor_of(request)
    try:
        if wanted.duty and not wanted.picks:
            day, piece = piece_of(records, actor, roster_id, wanted.duty, wanted.number)
            picks = tuple(f"{one.stop.seat}|{one.stop.item_key}" for one in piece.stops)
            if len(picks) != 1:
                more: dict[str, Any] = {
                    "day": day,
                    "piece": piece,
                    "wanted": wanted,
                    "whom": _whom(records, actor, roster_id, wanted),
                }
                return show_part(request, "board_choose.html", records, day.roster, **more)
            wanted = replace(wanted, picks=picks)
        elif wanted.unserved:
            item, seat = find_unserved(records, roster_id, wanted.unserved)
            wanted = replace(wanted, item=item, seat=seat)
        tried = [_try(request, records, actor, roster_id, wanted, seat) for seat in wanted.seats()]
    except Refused as refused:
        return _refusal(request, records, roster_id, wanted, refused)
    return _judged(request, records, wanted, tried)


@router.post("/rosters/{roster_id}/keep")
def keep(request: Request, roster_id: str, wanted: Asked) -> Response:
    """Keep what has been judged: all of it, or nothing when any of it breaks a rule or a cell has changed since."""
    actor = actor_of(request)

    def work(records: OfficeRecords) -> Kept:
        roster, kept = roster_id, None
        for number, (item, seat) in enumerate(wanted.seats()):
            view = show_seat(records, actor, roster_id=roster, item_key=item, seat=seat)
            change = change_of(wanted, view)
            # The first one changes the cells; whoever sent them all has seen what was there before it.
            change = replace(change, seen={}) if number else change
            kept = keep_change(records, actor, parts.desks, roster_id=roster, change=change, now=parts.clock.now())
            roster = kept.roster_id
        assert kept is not None
        return kept

    parts = parts_of(request)
    try:
        kept = act(request, "keep_change", work)
    except Refused as refused:
        with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
            if isinstance(refused, ChangedMeanwhile):
                return _stale(request, records, actor, roster_id, wanted)
            return _refusal(request, records, roster_id, wanted, refused)
    return _done(request, actor, kept.roster_id, "kept", ((day.person_id, day.date) for day in kept.judgement.people))


@router.post("/rosters/{roster_id}/undo")
def undo(request: Request, roster_id: str, sure: Annotated[str, Form()] = "") -> Response:
    """Take the last change by hand back; somebody else's only once whoever asks is `sure` of that very one."""
    parts, actor = parts_of(request), actor_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        step = show_last_step(records, actor, roster_id)
        monday = the_roster(records, roster_id).monday
        pins = None if sure else last_pins(records, actor, monday, step.at if step else None)
        if pins is None and step is not None and step.account_id != actor.account_id and sure != step.step_id:
            return show_part(request, "board_undo.html", records, step.roster, step=step)

    def work(records: OfficeRecords) -> tuple[str, Iterable[Cell]]:
        if pins is not None:
            return roster_id, undo_pins(records, actor, roster_id=roster_id, change_id=pins)
        # Only what has been looked at: a colleague may have changed something else meanwhile.
        meant, now = step.step_id if step else "", parts.clock.now()
        undone = undo_step(records, actor, parts.desks, roster_id=roster_id, step_id=meant, now=now)
        return undone.roster_id, undone.cells

    try:
        changed, cells = act(request, "undo" if pins is not None else "undo_step", work)
    except Refused as refused:
        with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
            return _refusal(request, records, roster_id, None, refused)
    return _done(request, actor, changed, "undone", cells)


@router.post("/rosters/{roster_id}/pin")
def pin(
    request: Request,
    roster_id: str,
    duty: Annotated[str, Form()] = "",
    number: Annotated[int, Form()] = 0,
    item: Annotated[str, Form()] = "",
    seat: Annotated[int, Form()] = 1,
) -> Response:
    """Pin a stop, or all stops of a chip, where they are; what is pinned already is let go."""
    parts, actor = parts_of(request), actor_of(request)

    def work(records: OfficeRecords) -> tuple[str, Cell]:
        if number:
            day, piece = piece_of(records, actor, roster_id, duty, number)
            stops = piece.stops
        else:
            view = show_seat(records, actor, roster_id=roster_id, item_key=item, seat=seat)
            holder, date = (view.holder.id if view.holder else ""), view.date or dt.date.min
            day = show_day(records, actor, roster_id=roster_id, person_id=holder, date=date)
            stops = tuple(one for one in day.stops if (one.stop.item_key, one.stop.seat) == (item, view.seat))
        seats: list[Seat] = [(one.stop.item_key, one.stop.seat) for one in stops]
        holds = all(one.pinned for one in stops)
        assert day.duty is not None
        do = unpin_stops if holds else pin_stops
        do(records, actor, roster_id=roster_id, duty_id=day.duty.id, seats=seats, now=parts.clock.now())
        return ("unpinned" if holds else "pinned"), (day.person.id, day.date)

    try:
        what, cell = act(request, VERB, work)
    except Refused as refused:
        with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
            return _refusal(request, records, roster_id, None, refused)
    return _done(request, actor, roster_id, what, (cell,))


def the_roster(records: OfficeRecords, roster_id: str) -> Roster:
    """The roster. Raises `NotThere`."""
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    return roster


def _whom(records: OfficeRecords, actor: Actor, roster_id: str, wanted: Wanted) -> object:
    if not wanted.person:
        return None
    return show_day(records, actor, roster_id=roster_id, person_id=wanted.person, date=the_date(wanted.date))


def _try(request: Request, records: OfficeRecords, actor: Actor, roster_id: str, wanted: Wanted, seat: Seat) -> Tried:
    parts = parts_of(request)
    view = show_seat(records, actor, roster_id=roster_id, item_key=seat[0], seat=seat[1])
    change = change_of(wanted, view)
    judgement = judge_change(records, actor, parts.desks, roster_id=roster_id, change=change, now=parts.clock.now())
    return Tried(view=view, change=change, judgement=judgement, sentences=breaches(judgement, language_of(request)))


def _judged(
    request: Request, records: OfficeRecords, wanted: Wanted, tried: Sequence[Tried], status: int = HTTPStatus.OK
) -> Response:
    roster = tried[0].view.roster
    cells = {(day.person_id, day.date) for one in tried for day in one.judgement.people}
    return show_part(
        request,
        "board_judged.html",
        records,
        roster,
        status=status,
        tried=tried,
        wanted=wanted,
        ok=all(one.judgement.ok for one in tried),
        others=(),
        seen=seen_lines(records, roster.id, cells, wanted.cells()),
        next_revision=next_revision(records, roster),
    )


def _refusal(
    request: Request, records: OfficeRecords, roster_id: str, wanted: Wanted | None, refused: Refused
) -> Response:
    """What was not done, and why: broken rules one sentence each, or the reasons of the refusal."""
    if isinstance(refused, BreaksRules):
        others = breaches(refused.judgement, language_of(request))
        status = int(HTTPStatus.CONFLICT)
    else:
        wrong = wrong_of(request, refused)
        others, status = (*wrong.fields.values(), *wrong.others), wrong.status
    return show_part(
        request,
        "board_judged.html",
        records,
        records.get(Roster, roster_id),
        status=status,
        tried=(),
        wanted=wanted,
        ok=False,
        others=others,
        seen=(),
        next_revision=None,
    )


def _stale(request: Request, records: OfficeRecords, actor: Actor, roster_id: str, wanted: Wanted) -> Response:
    """Somebody else has changed a cell since: what they made of it beside what was wanted, to choose."""
    try:
        views = [
            show_seat(records, actor, roster_id=roster_id, item_key=item, seat=seat) for item, seat in wanted.seats()
        ]
    except Refused as refused:
        return _refusal(request, records, roster_id, wanted, refused)
    changed = [cell for cell, etag in wanted.cells().items() if read_cell(records, roster_id, *cell) != etag]
    theirs = [show_day(records, actor, roster_id=roster_id, person_id=one, date=date) for one, date in changed]
    return show_part(
        request,
        "board_stale.html",
        records,
        views[0].roster,
        status=HTTPStatus.CONFLICT,
        views=views,
        theirs=theirs,
        who=last_editor(records),
        whom=views[0].people.get(wanted.person),
        date=the_date(wanted.date) if wanted.date else None,
        wanted=wanted,
    )


def _done(request: Request, actor: Actor, roster_id: str, what: str, cells: Iterable[Cell]) -> Response:
    """What was done, for a page that is open; else the way back to the week."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        roster = records.get(Roster, roster_id)
        assert roster is not None
        if "x-part" not in request.headers:
            back = f"/week/{roster.monday}?roster={roster.id}"
            return RedirectResponse(back, status_code=HTTPStatus.SEE_OTHER)
        told = tuple(dict.fromkeys(cells))
        people = records.all(Person, col(Person.id).in_({person_id for person_id, _ in told}))
        names = {person.id: person.name for person in people}
        return show_part(request, "board_done.html", None, roster, what=what, cells=told, names=names)
