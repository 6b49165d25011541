"""The way in by a personal link: a queue of its own, so that a crowd with phones keeps nobody from signing in."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore

from fastapi import Request

from api.doors.cookies import device_of
from api.pages.page import parts_of
from outreach.refusals import Busy, Refusal
from outreach.usecases.links.open_link import OpenedLink, open_link

# A comparison takes 64 MiB and all of a core, as at the other door.
AT_ONCE, WAITING = 2, 60
_workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pin")
_places = BoundedSemaphore(AT_ONCE + WAITING)

_CROWDED = Refusal(
    "door_busy",
    "現在打開連結的人太多，請過幾秒再按一次。",
    "Too many people are opening their links just now. Please press once more in a few seconds.",
)


async def come_in(request: Request, secret: str, pin: str) -> OpenedLink:
    """Open the link for this device. Raises `DeadLink`, and `Busy` when the queue is full: that was no try."""
    parts = parts_of(request)
    opening = partial(
        open_link,
        parts.engine,
        secret=secret,
        pin=pin,
        device=device_of(request),
        passwords=parts.passwords,
        now=parts.clock.now(),
    )
    if not _places.acquire(blocking=False):
        raise Busy(_CROWDED)
    try:
        return await asyncio.get_running_loop().run_in_executor(_workers, opening)
    finally:
        _places.release()
