"""What every page has in common: one office's records, one roster's navigation, one language, one visitor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.doors.gate import actor_of, bearer_of, csrf_of, visitor_of
from api.jobs.settings import HandsOver, NoJobs
from api.language import COOKIE, language_of, templates
from api.security import nonce_of
from outreach.actor import Actor
from outreach.ports import Clock, Geocoder, OutsideGeocoder, RouteMaps, StreetMap, TravelTimes
from outreach.records import Roster, RosterUnserved
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.doors.passwords import Passwords
from outreach.usecases.ladders.show_ladders import count_open
from outreach.usecases.showing.kept_weeks import KeptWeeks
from outreach.usecases.showing.ways import Ways
from outreach.usecases.trying.desks import Desks

A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Parts:
    """What the pages are plugged to. `weeks`: what this process has read of published rosters.
    `outside`: the geocoder of somebody else's that the service is set up with, if any.
    """

    engine: Engine
    clock: Clock
    travel: TravelTimes
    geocoder: Geocoder
    streets: StreetMap
    maps: RouteMaps
    passwords: Passwords
    desks: Desks
    outside: OutsideGeocoder | None = None
    jobs: HandsOver = field(default_factory=NoJobs)
    weeks: KeptWeeks = field(default_factory=KeptWeeks)

    @property
    def ways(self) -> Ways:
        """What maps need to know of the streets."""
        return Ways(self.travel, self.streets)


class NothingYetError(Exception):
    """Nothing has been imported yet."""


class NoRosterError(Exception):
    """The week that starts on `monday` has no roster yet."""

    def __init__(self, monday: dt.date) -> None:
        super().__init__(monday.isoformat())
        self.monday = monday


def parts_of(request: Request) -> Parts:
    """What this application's pages are plugged to."""
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


def open_records(request: Request) -> Iterator[OfficeRecords]:
    """The records of the visitor's office, for one request that only reads."""
    actor = actor_of(request)
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        yield records


Records = Annotated[OfficeRecords, Depends(open_records)]
Asking = Annotated[Actor, Depends(actor_of)]


def show(
    request: Request,
    template: str,
    *,
    records: OfficeRecords | None = None,
    roster: Roster | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """The template as a page. With `roster`, its navigation leads to that roster's pages, for who may open them."""
    language, visitor = language_of(request), visitor_of(request)
    holder = bearer_of(request) or visitor
    reads_all = visitor is not None and visitor.actor.sees_everybody
    unserved: Sequence[RosterUnserved] = ()
    if records and roster and reads_all:
        unserved = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    page = templates(language).get_template(template)
    answer = HTMLResponse(
        page.render(
            office=holder.office if holder else None,
            visitor=visitor,
            reads_all=reads_all,
            csrf=csrf_of(request),
            nonce=nonce_of(request.scope),
            roster=roster,
            ladder_count=_open_ladders(request, records) if reads_all else None,
            unserved_count=len(unserved),
            unserved_mandatory=any(row.mandatory for row in unserved),
            path=request.url.path,
            **values,
        ),
        status_code=status,
    )
    if "lang" in request.query_params:
        answer.set_cookie(COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax")
    return answer


def _open_ladders(request: Request, records: OfficeRecords | None) -> int | None:
    """How many doors wait for somebody, on every page of whoever may act; `None` when it cannot be asked."""
    if records is not None:
        return count_open(records)
    try:
        with office_records(parts_of(request).engine, office_id=actor_of(request).office_id, write=False) as own:
            return count_open(own)
    except SQLAlchemyError:
        # The page may be the one that says that the database does not answer.
        return None
