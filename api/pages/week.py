"""The week's page in its four ways of reading, and the way to it."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.language import language_of
from api.pages.page import Asking, Records, parts_of, show
from api.pages.week_board import board_html, the_board
from api.pages.week_lists import kept_words, no_roster, show_list, show_person
from outreach.calendar.dates import monday_of
from outreach.refusals import NotThere
from outreach.usecases.showing.show_unserved import show_unserved
from outreach.usecases.showing.show_week import newest_roster, show_week
from outreach.usecases.showing.week_changes import told_count

router = APIRouter()
WEEK = dt.timedelta(days=7)
SHOWN_BESIDE = 6
# The years in which a week can be written, from the founding of the Republic.
FIRST_YEAR, LAST_YEAR = 1912, 9998


@router.get("/week")
def newest_week(request: Request, records: Records, actor: Asking) -> Response:
    """The way to the week of the roster made last; before the first one, to this week."""
    if actor.role == "field":
        return RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
    roster = newest_roster(records)
    monday = roster.monday if roster else monday_of(parts_of(request).clock.now().date())
    return RedirectResponse(f"/week/{monday}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/week/{monday}")
def week(
    request: Request,
    records: Records,
    actor: Asking,
    monday: dt.date,
    roster: str | None = None,
    reading: Annotated[str, Query(alias="view")] = "people",
    person: str | None = None,
) -> Response:
    """The week by people (`view=people`), desks, clients or villages, or one person's turns (`person`); any date leads
    to its week.
    """
    if actor.role == "field":
        # The way that messages name: to somebody's own duties.
        return RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
    if not FIRST_YEAR <= monday.year <= LAST_YEAR:
        raise NotThere
    monday, now, kept = monday_of(monday), parts_of(request).clock.now(), parts_of(request).weeks
    if person is not None:
        return show_person(request, records, actor, monday, roster_id=roster, kept=kept, person_id=person, now=now)
    if reading != "people":
        return show_list(request, records, actor, monday, roster_id=roster, kept=kept, reading=reading, now=now)
    view = show_week(records, actor, monday, roster_id=roster, kept=kept)
    if view is None:
        raise no_roster(records, monday)
    head, rows, writes = view.head, view.rows, actor.role == "coordinator"
    if writes and now.date() < monday + WEEK:
        # Whoever opens a week that is not over may change it by hand soon: then it is loaded already.
        parts_of(request).desks.warm(actor.office_id, head.roster.id)
    left = show_unserved(records, actor, head.roster.id)
    return show(
        request,
        "week.html",
        records=records,
        roster=head.roster,
        head=head,
        reading="people",
        keeps=kept_words(roster_id=roster),
        view=the_board(rows),
        board=board_html(language_of(request), view, today=now.date(), picked=roster is not None),
        unserved=(*left.mandatory, *left.optional)[:SHOWN_BESIDE],
        today=now.date(),
        picked=roster is not None,
        writes=writes,
        told=writes and head.roster.status == "draft" and told_count(rows.published, rows.roster, now),
    )
