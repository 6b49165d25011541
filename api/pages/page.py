"""What every page has in common: one office's records, one roster's navigation, one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Engine

from api.jobs.settings import HandsOver, NoJobs
from api.language import COOKIE, language_of, templates
from outreach.ports import Clock, Geocoder, RouteMaps
from outreach.records import Office, Roster, RosterUnserved
from outreach.records.database import OfficeRecords, office_records

A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Parts:
    """What the pages are plugged to."""

    engine: Engine
    clock: Clock
    geocoder: Geocoder
    maps: RouteMaps
    jobs: HandsOver = field(default_factory=NoJobs)


class NoOfficeError(Exception):
    """Nothing has been imported yet."""


class NoRosterError(Exception):
    """The week that starts on `monday` has no roster yet."""

    def __init__(self, monday: dt.date) -> None:
        super().__init__(monday.isoformat())
        self.monday = monday


class NotThereError(Exception):
    """There is no such record in this office."""


def parts_of(request: Request) -> Parts:
    """What this application's pages are plugged to."""
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


def open_records(request: Request) -> Iterator[OfficeRecords]:
    """The office's records, for one request. Raises `NoOfficeError` before the first import."""
    with ExitStack() as stack:
        try:
            records = stack.enter_context(office_records(parts_of(request).engine))
        except LookupError as error:
            raise NoOfficeError from error
        yield records


Records = Annotated[OfficeRecords, Depends(open_records)]


def show(
    request: Request,
    template: str,
    *,
    records: OfficeRecords | None = None,
    office: Office | None = None,
    roster: Roster | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """The template as a page. With `roster`, its navigation leads to that roster's pages."""
    language = language_of(request)
    unserved = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id) if records and roster else ()
    page = templates(language).get_template(template)
    answer = HTMLResponse(
        page.render(
            office=records.office if records else office,
            roster=roster,
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
