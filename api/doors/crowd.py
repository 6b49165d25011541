"""How many phones may send what they have noted at once: the others are told to come again in a moment.

They keep what they have until it has been taken, so nothing is lost; and whoever is let in is answered at once, as the
office's own pages are.
"""

from __future__ import annotations

import random
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/my/entries"
MOST_AT_ONCE = 12
AGAIN = (1, 4)
"""Seconds after which to come again: not all at the same moment."""


class Crowd:
    """Lets so many entries in at once. Only those that a script sends: a form without one is never turned away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise `HTTPException` with status 429."""
        if not _is_entry(scope):
            await self.app(scope, receive, send)
            return
        if self._inside >= MOST_AT_ONCE:
            seconds = random.randint(*AGAIN)  # noqa: S311
            raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(seconds)})
        self._inside += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._inside -= 1


def _is_entry(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
        return False
    return Headers(scope=scope).get("content-type", "").startswith("application/json")
