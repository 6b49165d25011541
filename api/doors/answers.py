"""What a page of the doors says of a refusal that it shows itself. All else is answered by `api.errors`."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request

from api.language import language_of
from api.pages.page import parts_of
from api.problems import problem_of
from outreach.refusals import Refused


def status_of(refused: Refused) -> HTTPStatus:
    """The HTTP status of a refusal."""
    return HTTPStatus(problem_of(refused).status)


def sentences(request: Request, refused: Refused) -> list[str]:
    """The reasons in the visitor's language."""
    return problem_of(refused).sentences(language_of(request))


def refusal_headers(request: Request, error: Refused) -> dict[str, str]:
    """When to come again, where that is known."""
    return problem_of(error, parts_of(request).clock.now()).headers
