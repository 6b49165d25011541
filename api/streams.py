"""Server-sent events: what changes is told to an open page until there is nothing more to tell.

Between two looks an open page holds nothing but its connection: no thread, no transaction, no database connection.
"""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Hashable
from dataclasses import dataclass

import anyio
from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import StreamingResponse

from api.doors.cookies import token_of
from api.doors.gate import actor_of
from api.pages.page import parts_of
from outreach.refusals import Refused
from outreach.usecases.doors.who_is import who_is

EVERY = 0.5
"""Seconds between two looks."""
SHARED = 0.4
"""What was seen so many seconds ago is new enough for the next one who looks."""
HEARTBEAT = 15.0
"""After so many seconds of silence something is sent, so that nobody in between hangs up."""
SIGNED_IN_EVERY = 20.0
"""How often it is asked whether the visitor may still look."""
LONGEST = 600.0
"""After so many seconds the page has to ask again, and its sign-in is used anew."""
AT_ONCE = 2
_FORGET = 60.0


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen now. `mark`: another one when it has changed; `last`: nothing comes after it."""

    mark: str
    text: str
    last: bool = False


class Watching:
    """Looks once for all who look at the same thing. `leaving`: the server is going away, every stream ends."""

    def __init__(self) -> None:
        self.leaving = threading.Event()
        self._limiter: anyio.CapacityLimiter | None = None
        self._locks: dict[Hashable, anyio.Lock] = {}
        self._seen: dict[Hashable, tuple[float, Look]] = {}

    async def look(self, key: Hashable, read: Callable[[], Look]) -> Look:
        """What `read` says, or has just said to somebody with the same key. In threads of its own, two at the most:
        pages never wait for those who only watch.
        """
        self._limiter = self._limiter or anyio.CapacityLimiter(AT_ONCE)
        async with self._locks.setdefault(key, anyio.Lock()):
            at, seen = self._seen.get(key, (0.0, None))
            if seen is not None and time.monotonic() - at < SHARED:
                return seen
            try:
                found = await anyio.to_thread.run_sync(read, limiter=self._limiter)
            except BaseException:
                # What is not there leaves nothing behind, whoever asks for it and however often.
                if key not in self._seen:
                    self._locks.pop(key, None)
                raise
            self._forget()
            self._seen[key] = time.monotonic(), found
            return found

    def _forget(self) -> None:
        old = [key for key, (at, _) in self._seen.items() if time.monotonic() - at > _FORGET]
        for key in old:
            del self._seen[key]
            self._locks.pop(key, None)


def watching_of(request: Request) -> Watching:
    """Who looks for all the open pages of this application."""
    watching: Watching = request.app.state.watching
    return watching


async def event_stream(request: Request, key: Hashable, read: Callable[[], Look], event: str) -> StreamingResponse:
    """An answer that goes on: an event of this name whenever what `read` says has changed, until its last word.

    Raises what the first look raises, so that what is not there is answered like every other page.
    """
    first = await watching_of(request).look(key, read)
    return StreamingResponse(
        _told(request, key, read, event, first),
        media_type="text/event-stream",
        # Whoever stands in between is to pass every event on at once.
        headers={"X-Accel-Buffering": "no"},
    )


async def _told(
    request: Request, key: Hashable, read: Callable[[], Look], event: str, look: Look | None
) -> AsyncIterator[str]:
    watching, mark = watching_of(request), ""
    began = heard = asked = time.monotonic()
    yield "retry: 2000\n\n"
    while not watching.leaving.is_set():
        now = time.monotonic()
        if look is not None and look.mark != mark:
            mark, heard = look.mark, now
            yield as_event(event, look.text)
        if (look is not None and look.last) or now - began > LONGEST:
            return
        if now - asked >= SIGNED_IN_EVERY:
            asked = now
            if not await _may_still_look(request):
                return
        if now - heard >= HEARTBEAT:
            heard = now
            yield ": still here\n\n"
        await anyio.sleep(EVERY)
        look = await _next(watching, key, read)


async def _next(watching: Watching, key: Hashable, read: Callable[[], Look]) -> Look | None:
    try:
        return await watching.look(key, read)
    except SQLAlchemyError:
        # The database may be back when somebody looks again.
        return None
    except Refused:
        return Look("", "", last=True)


async def _may_still_look(request: Request) -> bool:
    """Whether they are signed in still, as whoever they were: another role sees something else."""
    parts, token = parts_of(request), token_of(request)
    try:
        visitor = await anyio.to_thread.run_sync(lambda: who_is(parts.engine, token, now=parts.clock.now()))
    except SQLAlchemyError:
        return True
    return visitor is not None and visitor.actor == actor_of(request)


def as_event(name: str, text: str) -> str:
    """One event as it is sent, every line of its text on a line of its own."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {name}\n{lines}\n"
