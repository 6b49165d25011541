"""The week's page, and the way to it."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.pages.page import Asking, NoRosterError, NothingYetError, Records, parts_of, show
from outreach.calendar.dates import monday_of
from outreach.records import Person
from outreach.refusals import NotThere
from outreach.usecases.showing.show_unserved import show_unserved
from outreach.usecases.showing.show_week import newest_roster, show_week

router = APIRouter()
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
def week(request: Request, records: Records, actor: Asking, monday: dt.date) -> Response:
    """People by days; any date leads to its week."""
    if actor.role == "field":
        # The way that messages name: to somebody's own duties.
        return RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
    if not FIRST_YEAR <= monday.year <= LAST_YEAR:
        raise NotThere
    view = show_week(records, actor, monday_of(monday))
    if view is None:
        raise NoRosterError(monday_of(monday)) if records.all(Person) else NothingYetError
    unserved = show_unserved(records, actor, view.roster.id)
    rows = (*unserved.mandatory, *unserved.optional)
    return show(
        request,
        "week.html",
        records=records,
        roster=view.roster,
        view=view,
        unserved=rows[:SHOWN_BESIDE],
        today=parts_of(request).clock.now().date(),
    )
