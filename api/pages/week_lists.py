"""The week by desk, client or village, and one person's turns."""

from __future__ import annotations

import datetime as dt

from fastapi import Request
from starlette.responses import Response

from api.language import language_of
from api.pages.page import NoRosterError, NothingYetError, parts_of, show
from api.pages.week_board import the_board
from maps.render.served_map import ServedMap, served_map
from outreach.actor import Actor
from outreach.planning.turns_so_far import WEEKS_REMEMBERED
from outreach.ports import MapVillage
from outreach.records import Person
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.kept_weeks import KeptWeeks
from outreach.usecases.showing.person_turns import person_turns
from outreach.usecases.showing.show_week import read_roster, show_week
from outreach.usecases.showing.week_changes import told_count
from outreach.usecases.showing.week_clients import week_clients
from outreach.usecases.showing.week_desks import week_desks
from outreach.usecases.showing.week_villages import VillagesView, week_villages

LISTS = ("desks", "clients", "villages")


def show_list(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    monday: dt.date,
    *,
    roster_id: str | None,
    kept: KeptWeeks,
    reading: str,
    now: dt.datetime,
) -> Response:
    """The week by desk, client or village. Raises `NotThere` for another way of reading."""
    if reading not in LISTS:
        raise NotThere
    found = read_roster(records, actor, monday, roster_id=roster_id, kept=kept)
    if found is None:
        raise no_roster(records, monday)
    head, rows, published = found
    content = (
        week_desks(records, rows)
        if reading == "desks"
        else week_clients(records, rows, monday)
        if reading == "clients"
        else week_villages(records, rows)
    )
    writes = actor.role == "coordinator"
    return show(
        request,
        "week.html",
        records=records,
        roster=head.roster,
        head=head,
        reading=reading,
        keeps=kept_words(roster_id=roster_id, view=reading),
        view=content,
        today=now.date(),
        picked=roster_id is not None,
        weeks_remembered=WEEKS_REMEMBERED,
        writes=writes,
        told=writes and head.roster.status == "draft" and told_count(published, rows, now),
        map=villages_map(request, content) if isinstance(content, VillagesView) else None,
    )


def villages_map(request: Request, view: VillagesView) -> ServedMap:
    """How much of what was asked is served in each 里, on the district's map."""
    parts = parts_of(request)
    return served_map(
        language=language_of(request),
        ground=parts.ground.about(),
        outlines=parts.geocoder.outlines(),
        villages=[
            MapVillage(village=row.village, text=f"{row.served}／{row.asked}", level="lacks" if row.left else "full")
            for row in view.rows
        ],
    )


def show_person(
    request: Request,
    records: OfficeRecords,
    actor: Actor,
    monday: dt.date,
    *,
    roster_id: str | None,
    kept: KeptWeeks,
    person_id: str,
    now: dt.datetime,
) -> Response:
    """One person's turns, week by week."""
    view = show_week(records, actor, monday, roster_id=roster_id, kept=kept)
    if view is None:
        raise no_roster(records, monday)
    return show(
        request,
        "week_person.html",
        records=records,
        roster=view.head.roster,
        head=view.head,
        keeps=kept_words(roster_id=roster_id, person=person_id),
        one=person_turns(view.rows, the_board(view.rows), person_id),
        weeks_remembered=WEEKS_REMEMBERED,
        today=now.date(),
        picked=roster_id is not None,
    )


def kept_words(*, roster_id: str | None, **more: str) -> str:
    """What the way to the other language keeps of this page's address."""
    return "".join(f"&{name}={value}" for name, value in {"roster": roster_id, **more}.items() if value)


def no_roster(records: OfficeRecords, monday: dt.date) -> Exception:
    """What is said of a week without a roster: that it has none, or that there is nothing yet at all."""
    return NoRosterError(monday) if records.all(Person) else NothingYetError()
