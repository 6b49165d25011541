"""Everything that can go wrong with a page, as a page. Which status it has is said in `api.problems` alone."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import SQLAlchemyError

from api.language import language_of
from api.pages.page import NoOfficeError, NoRosterError, NotThereError, parts_of, show
from api.problems import Problem
from outreach.records import Office
from outreach.records.database import office_records
from outreach.refusals import Refused


def page_of(request: Request, error: Exception, problem: Problem) -> HTMLResponse:
    """The page that tells of this error."""
    if isinstance(error, NoOfficeError):
        return show(request, "no_roster.html", status=HTTPStatus.NOT_FOUND, monday=None)
    if isinstance(error, NoRosterError):
        office = _office(request)
        return show(request, "no_roster.html", office=office, status=HTTPStatus.NOT_FOUND, monday=error.monday)
    is_lost = isinstance(error, NotThereError | RequestValidationError)
    if is_lost or problem.status == HTTPStatus.NOT_FOUND:
        return show(request, "not_there.html", office=_office(request), status=HTTPStatus.NOT_FOUND)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return show(request, "broken.html", status=problem.status)
    first = problem.refusals[0]
    told = isinstance(error, Refused | SQLAlchemyError)
    answer = show(
        request,
        "refused.html",
        office=_office(request),
        status=problem.status,
        title=problem.title[language_of(request) == "en"] if told else "",
        told=(first.en if language_of(request) == "en" else first.zh) if told else "",
    )
    answer.headers.update(problem.headers)
    return answer


def _office(request: Request) -> Office | None:
    """Whose pages these are; `None` before the first import, and while the database does not answer."""
    try:
        with office_records(parts_of(request).engine, write=False) as records:
            return records.office
    except (LookupError, SQLAlchemyError):
        return None
