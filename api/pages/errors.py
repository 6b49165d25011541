"""Everything that can go wrong with a request, as a page and an HTTP status. No status code stands anywhere else."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from api.pages.page import NoOfficeError, NoRosterError, NotThereError, parts_of, show
from api.security import HEADERS
from outreach.records import Office
from outreach.records.database import office_records


def answer_errors(app: FastAPI) -> None:
    """Teach the application to answer every error with a page of its own."""
    app.add_exception_handler(NotThereError, _not_there)
    app.add_exception_handler(RequestValidationError, _not_there)
    app.add_exception_handler(NoOfficeError, _no_office)
    app.add_exception_handler(NoRosterError, _no_roster)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)


def _office(request: Request) -> Office | None:
    """Whose pages these are; `None` before the first import."""
    try:
        with office_records(parts_of(request).engine) as records:
            return records.office
    except LookupError:
        return None


def _not_there(request: Request, _error: Exception) -> HTMLResponse:
    return show(request, "not_there.html", office=_office(request), status=HTTPStatus.NOT_FOUND)


def _no_roster(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, NoRosterError)
    office = _office(request)
    return show(request, "no_roster.html", office=office, status=HTTPStatus.NOT_FOUND, monday=error.monday)


def _no_office(request: Request, _error: Exception) -> HTMLResponse:
    return show(request, "no_roster.html", status=HTTPStatus.NOT_FOUND, monday=None)


def _refused(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _not_there(request, error)
    answer = show(request, "refused.html", office=_office(request), status=error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _broken(request: Request, _error: Exception) -> HTMLResponse:
    # The outermost layer answers this one, so the headers are not added on the way.
    answer = show(request, "broken.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    answer.headers.update(HEADERS)
    return answer
