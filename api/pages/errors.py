"""Everything else that can go wrong with a request, as a page and an HTTP status."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from api.pages.page import NoRosterError, NothingYetError, show
from api.security import page_headers


def answer_errors(app: FastAPI) -> None:
    """Teach the application to answer every error with a page of its own."""
    app.add_exception_handler(RequestValidationError, _not_there)
    app.add_exception_handler(NothingYetError, _nothing_yet)
    app.add_exception_handler(NoRosterError, _no_roster)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _broken)


def _not_there(request: Request, _error: Exception) -> HTMLResponse:
    return show(request, "not_there.html", status=HTTPStatus.NOT_FOUND)


def _no_roster(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, NoRosterError)
    return show(request, "no_roster.html", status=HTTPStatus.NOT_FOUND, monday=error.monday)


def _nothing_yet(request: Request, _error: Exception) -> HTMLResponse:
    return show(request, "no_roster.html", status=HTTPStatus.NOT_FOUND, monday=None)


def _refused(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _not_there(request, error)
    answer = show(request, "refused.html", status=error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _broken(request: Request, _error: Exception) -> HTMLResponse:
    # The outermost layer answers this one, so the headers are not added on the way.
    answer = show(request, "broken.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    answer.headers.update(page_headers(request.scope))
    return answer
