"""What the routes of the JSON API are asked with, and how they answer."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints, TypeAdapter

from api.doors.gate import actor_of
from api.errors import MEDIA_TYPE
from outreach.actor import Actor
from outreach.forms.moments import Date

Asker = Annotated[Actor, Depends(actor_of)]
RecordPath = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=["5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081"])]
IdempotencyKey = Annotated[
    str,
    StringConstraints(pattern=r"^[!-~]{1,200}$"),
    Header(
        alias="Idempotency-Key",
        description="The same value when the same request is repeated: it is then done once, and answered alike.",
        examples=["b4f1c0de-0d5a-4a3e-9f0e-2d6a5a4d1c11"],
    ),
]
IfMatch = Annotated[
    str,
    StringConstraints(max_length=1000),
    Header(alias="If-Match", description="The ETag of what the editor has seen.", examples=['"5f0c6f1c9b1e4a7d"']),
]
IfNoneMatch = Annotated[
    Annotated[str, StringConstraints(max_length=1000)] | None,
    Header(alias="If-None-Match", description="The ETag of what is known already: 304 when it is still so."),
]


DatePath = Annotated[Date, Path()]
ETAG: dict[str, Any] = {"ETag": {"description": "What If-Match and If-None-Match want.", "schema": {"type": "string"}}}
LOCATION: dict[str, Any] = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What a route answers, before it is sent: it can be kept, and given again."""

    body: Any
    status: int = 200
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

    def content(self) -> Any:
        """The body as JSON keeps it."""
        return None if self.body is None else as_json(self.body)

    def response(self) -> Response:
        """The answer as it is sent."""
        return sent(self.content(), self.status, self.headers)


def as_json(shape: Any) -> Any:
    """A model, a dataclass or a list of them as JSON keeps it."""
    if isinstance(shape, BaseModel):
        return shape.model_dump(mode="json")
    return _ANYTHING.dump_python(shape, mode="json")


def answered(shape: Any) -> Response:
    """This, as the answer to somebody who reads."""
    return sent(as_json(shape), 200, {})


def sent(content: Any, status: int, headers: dict[str, str]) -> Response:
    """JSON, or nothing at all."""
    if content is None:
        return Response(status_code=status, headers=headers)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text, status_code=status, headers=headers, media_type="application/json")


def unchanged(etag: str, known: str | None) -> Response | None:
    """The answer to somebody who knows it already, or `None`."""
    if known is None or etag not in {tag.strip().removeprefix("W/") for tag in known.split(",")}:
        return None
    return Response(status_code=304, headers={"ETag": etag})


async def raw_body(request: Request) -> bytes:
    """The body as it came."""
    return await request.body()


RawBody = Annotated[bytes, Depends(raw_body)]

_PROBLEMS = {
    400: "Malformed, or without a header that is needed",
    401: "Nobody is signed in",
    403: "This account may not do this",
    404: "There is no such record, or none for this account",
    409: "It contradicts what is kept; `differences` where somebody else changed the same record",
    413: "Too large",
    422: "Some fields cannot be taken",
    428: "If-Match is needed",
    429: "A queue is full; again later",
    503: "Not now; again later",
}


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route may answer, as OpenAPI wants them: those that all have, and `more`."""
    schema = {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}
    return {
        status: {"description": _PROBLEMS[status], "content": {MEDIA_TYPE: schema}}
        for status in sorted({400, 401, 403, 404, 422, 503, *more})
    }
