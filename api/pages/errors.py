"""Everything that can go wrong with a page, as a page. Which status it has is said in `api.problems` alone."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from api.doors.next_page import local_path
from api.language import language_of
from api.pages.page import NoRosterError, NothingYetError, parts_of, show
from api.problems import Problem
from outreach.refusals import Refused
from outreach.usecases.doors.refused import SignInNeeded
from outreach.usecases.jobs.missing_for_plan import is_over


def page_of(request: Request, error: Exception, problem: Problem) -> Response:
    """The page that tells of this error."""
    if isinstance(error, SignInNeeded):
        return _to_the_door(request)
    if isinstance(error, NothingYetError | NoRosterError):
        monday = error.monday if isinstance(error, NoRosterError) else None
        over = monday is not None and is_over(monday, parts_of(request).clock.now())
        return show(request, "no_roster.html", status=HTTPStatus.NOT_FOUND, monday=monday, over=over)
    if isinstance(error, RequestValidationError) or problem.status == HTTPStatus.NOT_FOUND:
        return show(request, "not_there.html", status=HTTPStatus.NOT_FOUND)
    if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return show(request, "broken.html", status=problem.status)
    if isinstance(error, Refused | SQLAlchemyError) or problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        answer = show(request, "refusal.html", status=problem.status, sentences=problem.sentences(language_of(request)))
    else:
        answer = show(request, "refused.html", status=problem.status)
    answer.headers.update(problem.headers)
    return answer


def _to_the_door(request: Request) -> Response:
    if request.url.path == "/my" or request.url.path.startswith("/my/"):
        # Most who come here have a personal link and no account.
        return RedirectResponse("/d", status_code=HTTPStatus.SEE_OTHER)
    target = local_path(request.url.path) if request.method == "GET" else "/"
    door = "/sign-in" if target == "/" else f"/sign-in?next={quote(target)}"
    return RedirectResponse(door, status_code=HTTPStatus.SEE_OTHER)
