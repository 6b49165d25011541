"""The way in, for the page and for the API alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import BoundedSemaphore

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.doors.browsers import browser_name
from api.doors.cookies import browser_of, token_of
from api.pages.page import parts_of
from outreach.refusals import Busy, Refusal
from outreach.usecases.doors.count_try import SLOW_SECONDS, Try, count_try
from outreach.usecases.doors.sign_in import NewSignIn, sign_in

# A comparison takes 64 MiB and all of a core. A crowd at the door waits in a queue of its own; nobody inside notices.
AT_ONCE, WAITING = 2, 40
_workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
_places = BoundedSemaphore(AT_ONCE + WAITING)

_CROWDED = Refusal(
    "door_busy",
    "現在登入的人太多，請過幾秒再試。",
    "Too many people are signing in just now. Please try again in a few seconds.",
)


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


@contextmanager
def _place() -> Iterator[None]:
    """A place in the queue. Raises `Busy` when there is none."""
    if not _places.acquire(blocking=False):
        raise Busy(_CROWDED)
    try:
        yield
    finally:
        _places.release()


async def enter(request: Request, login: str, password: str) -> NewSignIn:
    """Sign in. Raises `TooManyTries`, `WrongSignIn`, `Busy`."""
    # Whoever finds the queue full has not tried; whoever is made to wait keeps no place meanwhile.
    with _place():
        one = await _count(request, login)
        if not one.slow:
            return await _compare(request, one, password)
    await asyncio.sleep(SLOW_SECONDS)
    with _place():
        return await _compare(request, one, password)


async def _count(request: Request, login: str) -> Try:
    parts, browser = parts_of(request), browser_of(request)
    counting = partial(count_try, login=login, address=address_of(request), browser=browser, now=parts.clock.now())
    return await run_in_threadpool(counting, parts.engine)


async def _compare(request: Request, one: Try, password: str) -> NewSignIn:
    parts = parts_of(request)
    comparing = partial(
        sign_in,
        parts.engine,
        one,
        password=password,
        passwords=parts.passwords,
        browser=browser_of(request),
        browser_name=browser_name(request.headers.get("user-agent", "")),
        former_token=token_of(request),
        now=parts.clock.now(),
    )
    return await asyncio.get_running_loop().run_in_executor(_workers, comparing)
