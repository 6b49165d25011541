"""The one place where refusals and faults become answers: a problem document under `/api/` and for who asks for JSON,
a page elsewhere.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.language import Language, asked_language
from api.pages import errors as pages
from api.pages.page import NoRosterError, NothingYetError, parts_of
from api.problems import Problem, problem_of
from api.security import HEADERS, page_headers
from outreach.refusals import Refused

API = "/api/"
MEDIA_TYPE = "application/problem+json"


class WrongFieldDocument(BaseModel):
    """One reason: in which field, if in one; a code for machines; a sentence in the asker's language."""

    model_config = ConfigDict(extra="forbid")

    field: str
    code: str
    sentence: str


class DifferenceDocument(BaseModel):
    """One field of which two editors think differently: what is kept now, and what was handed in."""

    model_config = ConfigDict(extra="forbid")

    field: str
    kept: Any
    given: Any


class ProblemDocument(BaseModel):
    """An error as RFC 9457 writes it. `code`: for machines; `detail`: a sentence in the asker's language."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:outreach:problem:in_use",
                    "title": "和現有資料衝突",
                    "status": 409,
                    "code": "in_use",
                    "detail": "還有其他資料用到它，不能刪除。",
                    "errors": [],
                    "differences": [],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[WrongFieldDocument] = Field(default_factory=list)
    differences: list[DifferenceDocument] = Field(default_factory=list)


def answer_errors(app: FastAPI) -> None:
    """Teach the application to answer every error: none of them reaches anybody as it is."""
    known = (Refused, NothingYetError, NoRosterError, RequestValidationError, HTTPException)
    for kind in (*known, SQLAlchemyError):
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(Exception, _broken)


def problem_document(problem: Problem, language: Language) -> dict[str, Any]:
    """The problem as JSON, in one language."""
    first = problem.refusals[0]
    is_one = len(problem.refusals) == 1 or problem.status != HTTPStatus.UNPROCESSABLE_ENTITY
    code = first.code if is_one else "invalid"
    return {
        "type": f"urn:outreach:problem:{code}",
        "title": problem.title[language == "en"],
        "status": int(problem.status),
        "code": code,
        "detail": _sentence(first, language),
        "errors": [
            {"field": one.field, "code": one.code, "sentence": _sentence(one, language)}
            for one in (problem.refusals if problem.several or len(problem.refusals) > 1 else ())
        ],
        "differences": list(problem.differences),
    }


def problem_answer(problem: Problem, language: Language) -> Response:
    """The problem as an answer of the API."""
    text = json.dumps(problem_document(problem, language), ensure_ascii=False, default=str)
    # Half a character, which no text may hold, can stand in a name that the sender made up.
    return Response(
        text.encode("utf-8", "replace"),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={**problem.headers, "Content-Language": "en" if language == "en" else "zh-Hant-TW"},
    )


def _answer(request: Request, error: Exception) -> Response:
    if problem_of(error).status == HTTPStatus.INTERNAL_SERVER_ERROR:
        raise error
    if _for_machines(request):
        return problem_answer(problem_of(error, parts_of(request).clock.now()), asked_language(request))
    return pages.page_of(request, error, problem_of(error))


def _broken(request: Request, error: Exception) -> Response:
    # The outermost layer answers this one, so the headers are not added on the way.
    problem = problem_of(error)
    if _for_machines(request):
        answer = problem_answer(problem, asked_language(request))
        answer.headers.update(HEADERS)
    else:
        answer = pages.page_of(request, error, problem)
        answer.headers.update(page_headers(request.scope))
    return answer


def _for_machines(request: Request) -> bool:
    """Whether JSON is asked for: by the API's callers, and by a phone that sends on what it has kept."""
    return request.url.path.startswith(API) or request.headers.get("accept") == "application/json"


def _sentence(refusal: Any, language: Language) -> str:
    sentence: str = refusal.en if language == "en" else refusal.zh
    return sentence
