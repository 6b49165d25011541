"""The week's page, and the way to it."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.pages.page import NoRosterError, NotThereError, Records, parts_of, show
from outreach.calendar.dates import monday_of
from outreach.usecases.show_unserved import show_unserved
from outreach.usecases.show_week import newest_roster, show_week

router = APIRouter()
SHOWN_BESIDE = 6
# The years in which a week can be written, from the founding of the Republic.
FIRST_YEAR, LAST_YEAR = 1912, 9998


@router.get("/")
def newest_week(request: Request, records: Records) -> RedirectResponse:
    """To the week of the roster made last; before the first one, to this week."""
    roster = newest_roster(records)
    monday = roster.monday if roster else monday_of(parts_of(request).clock.now().date())
    return RedirectResponse(f"/week/{monday}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/week/{monday}")
def week(request: Request, records: Records, monday: dt.date) -> HTMLResponse:
    """People by days; any date leads to its week."""
    if not FIRST_YEAR <= monday.year <= LAST_YEAR:
        raise NotThereError
    view = show_week(records, monday_of(monday))
    if view is None:
        raise NoRosterError(monday_of(monday))
    unserved = show_unserved(records, view.roster.id)
    rows = (*unserved.mandatory, *unserved.optional) if unserved else ()
    return show(
        request,
        "week.html",
        records=records,
        roster=view.roster,
        view=view,
        unserved=rows[:SHOWN_BESIDE],
        today=parts_of(request).clock.now().date(),
    )
