"""A roster's week as the pages show it: by people, desks, clients or 里."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.pages.week_board import the_board
from api.routes.access import PREFIX
from api.routes.asked import Asker, RecordPath, answered, problems
from outreach.actor import Actor
from outreach.records import Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import NotThere
from outreach.usecases.showing.kept_weeks import KeptWeeks
from outreach.usecases.showing.roster_rows import RosterRows
from outreach.usecases.showing.show_week import Board, WeekHead, read_roster, show_week
from outreach.usecases.showing.week_clients import ClientsView, week_clients
from outreach.usecases.showing.week_desks import DesksView, week_desks
from outreach.usecases.showing.week_villages import VillagesView, week_villages

router = APIRouter(prefix=PREFIX, tags=["rosters"])


@router.get("/rosters/{roster_id}/people", response_model=Board, responses=problems())
def people(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Everybody's week: duties as chips, free time, absences, hours against the target, turns of each kind."""

    def board(records: OfficeRecords, monday: dt.date, kept: KeptWeeks) -> Board | None:
        week = show_week(records, actor, monday, roster_id=roster_id, kept=kept)
        return the_board(week.rows) if week else None

    return _read(request, actor, roster_id, board)


@router.get("/rosters/{roster_id}/desks", response_model=DesksView, responses=problems())
def desks(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Every desk and drive with its shifts, who has which seat, and what lacks somebody."""
    return _view(request, actor, roster_id, lambda records, _, rows: week_desks(records, rows))


@router.get("/rosters/{roster_id}/clients", response_model=ClientsView, responses=problems())
def clients(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Every client of whom the roster says something: who comes when, and what is left out."""
    return _view(request, actor, roster_id, lambda records, head, rows: week_clients(records, rows, head.roster.monday))


@router.get("/rosters/{roster_id}/villages", response_model=VillagesView, responses=problems())
def villages(request: Request, actor: Asker, roster_id: RecordPath) -> Response:
    """Every 里 with its visits and deliveries, who comes, for how many hours, and what is left out."""
    return _view(request, actor, roster_id, lambda records, _, rows: week_villages(records, rows))


def _view(
    request: Request, actor: Actor, roster_id: str, view: Callable[[OfficeRecords, WeekHead, RosterRows], object]
) -> Response:
    """A view that is made of the roster's rows."""

    def of_rows(records: OfficeRecords, monday: dt.date, kept: KeptWeeks) -> object | None:
        found = read_roster(records, actor, monday, roster_id=roster_id, kept=kept)
        return view(records, found[0], found[1]) if found else None

    return _read(request, actor, roster_id, of_rows)


def _read(
    request: Request, actor: Actor, roster_id: str, make: Callable[[OfficeRecords, dt.date, KeptWeeks], object | None]
) -> Response:
    """What is made of the week of a roster. Raises `NotThere` without one."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        roster = records.get(Roster, roster_id)
        made = make(records, roster.monday, parts.weeks) if roster else None
        if made is None:
            raise NotThere
        return answered(made)
