"""What is answered when the doors, or a use case, refuse: the one mapping of refusals to HTTP statuses."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.responses import Response

from api.doors.next_page import local_path
from api.language import language_of
from api.pages.page import parts_of, show
from outreach.refusals import Busy, Conflict, Invalid, NotAllowed, NotThere, Refused
from outreach.usecases.signing.refused import SignInNeeded, TooManyTries, WrongSignIn

# The first that fits: the particular before the general.
STATUSES: tuple[tuple[type[Refused], HTTPStatus], ...] = (
    (SignInNeeded, HTTPStatus.UNAUTHORIZED),
    (WrongSignIn, HTTPStatus.UNAUTHORIZED),
    (TooManyTries, HTTPStatus.TOO_MANY_REQUESTS),
    (NotThere, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Conflict, HTTPStatus.CONFLICT),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
)


def answer_refusals(app: FastAPI) -> None:
    """Teach the application to answer refusals: as a page, or under /api as JSON."""
    app.add_exception_handler(SignInNeeded, _to_the_door)
    app.add_exception_handler(Refused, _refused)


def status_of(refused: Refused) -> HTTPStatus:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUSES if isinstance(refused, kind)), HTTPStatus.BAD_REQUEST)


def is_api(request: Request) -> bool:
    """Whether a program asks, and not a page's reader."""
    return request.url.path.startswith("/api/")


def sentences(request: Request, refused: Refused) -> list[str]:
    """The reasons in the visitor's language."""
    english = language_of(request) == "en"
    return [one.en if english else one.zh for one in refused.refusals]


def _to_the_door(request: Request, error: Exception) -> Response:
    if is_api(request):
        return _refused(request, error)
    target = local_path(request.url.path) if request.method == "GET" else "/"
    return RedirectResponse(
        "/sign-in" if target == "/" else f"/sign-in?next={quote(target)}", status_code=HTTPStatus.SEE_OTHER
    )


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    status, words = status_of(error), sentences(request, error)
    headers = refusal_headers(request, error)
    if is_api(request):
        problem = {
            "type": "about:blank",
            "title": status.phrase,
            "status": status.value,
            "code": error.code,
            "detail": words[0],
            "errors": [
                {"code": one.code, "field": one.field, "detail": detail}
                for one, detail in zip(error.refusals, words, strict=True)
            ],
        }
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    if isinstance(error, NotThere):
        return show(request, "not_there.html", status=status)
    answer = show(request, "refusal.html", status=status, sentences=words)
    answer.headers.update(headers)
    return answer


def refusal_headers(request: Request, error: Refused) -> dict[str, str]:
    """When to come again, where that is known."""
    if not isinstance(error, TooManyTries):
        return {}
    left = error.until - parts_of(request).clock.now()
    return {"Retry-After": str(max(1, -(-left // dt.timedelta(seconds=1))))}
