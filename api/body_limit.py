"""How much of a request is read at all: the rest of one that is too large is never taken in."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.doors.csrf import LARGEST_FORM
from outreach.intake.limits import LARGEST_FILE_MB

LARGEST_BODY = 2**20
# A file comes with a little around it.
LARGEST_UPLOAD = LARGEST_FILE_MB * 2**20 + 64 * 2**10
UPLOADS = frozenset({"/api/v1/imports", "/imports"})
# Anybody at all may write to the first of these.
SMALL = ("/api/v1/sign-ins", "/api/v1/accounts", "/api/v1/me")


class BodyLimit:
    """Refuses bodies above the limit, by what they say of their length and by what they turn out to have.

    Stands inside of what answers errors.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a limit. Raises `HTTPException` with status 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = _most(scope["path"])
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told[:20]) > most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        taken = 0

        async def receive_some() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, receive_some, send)


def _most(path: str) -> int:
    if path in UPLOADS:
        return LARGEST_UPLOAD
    return LARGEST_FORM if path.startswith(SMALL) else LARGEST_BODY
