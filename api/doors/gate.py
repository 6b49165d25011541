"""The gate: denies everything that the table of access does not allow, before anything of the request is read.

It stands in front of the router, so that mounts, unknown paths and odd methods meet it as well as every page does.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from re import Pattern
from typing import TYPE_CHECKING, NoReturn

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from api.doors.access import ACCESS, Caller
from api.doors.cookies import device_of, token_of
from api.doors.csrf import UNSAFE, check_origin, check_token
from outreach.actor import Actor
from outreach.refusals import NotThere
from outreach.usecases.doors.refused import SignInNeeded
from outreach.usecases.doors.who_is import Visitor, note_use, who_is
from outreach.usecases.links.who_holds import Bearer, note_holding, who_holds

if TYPE_CHECKING:
    from api.pages.page import Parts

DEVICES: frozenset[Caller] = frozenset(("link", "noting"))
EVERY = "*"
"""Stands for all methods: a mount takes them as they come."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route as the router knows it."""

    method: str
    template: str
    pattern: Pattern[str]

    def allows(self, method: str) -> frozenset[Caller]:
        """Who may use it in this way."""
        return ACCESS.get((method if self.method == EVERY else self.method, self.template), frozenset())


def routes_of(app: FastAPI) -> list[Route]:
    """Every route of the application, in the router's own order."""
    return [
        Route(method, (route.path_format if route.methods else route.path) or "", route.path_regex)
        for route in iter_route_contexts(app.routes)
        for method in sorted(route.methods or (EVERY,))
    ]


def visitor_of(request: Request) -> Visitor | None:
    """Who is signed in, or `None`."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    return visitor


def the_visitor(request: Request) -> Visitor:
    """Who is signed in. Raises `SignInNeeded` when nobody is."""
    visitor = visitor_of(request)
    if visitor is None:
        raise SignInNeeded
    return visitor


def bearer_of(request: Request) -> Bearer | None:
    """Who has come with a device that is bound to a personal link, where nobody is signed in who may do it."""
    bearer: Bearer | None = getattr(request.state, "bearer", None)
    return bearer


def actor_of(request: Request) -> Actor:
    """Who asks. Raises `SignInNeeded` when nobody is signed in, nor has a bound device."""
    bearer = bearer_of(request)
    return bearer.actor if bearer else the_visitor(request).actor


def csrf_of(request: Request) -> str:
    """What a form of this page must bring along; `""` for who is nobody yet."""
    holder = bearer_of(request) or visitor_of(request)
    return holder.csrf if holder else ""


def guard(app: FastAPI) -> None:
    """Put the gate in front of the application's router. Inside of what answers errors: a refusal is one of them."""
    app.router.middleware_stack = Gate(app.router.middleware_stack, app)


class Gate:
    """Lets a request pass when its route stands in the table for whoever asks."""

    def __init__(self, inner: ASGIApp, app: FastAPI) -> None:
        self.inner = inner
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or raise what it is refused for."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope.get("root_path"):
            # The router would look at another path than the one that stands in the table.
            raise NotThere
        request = Request(scope, receive)
        matching = self._matching(scope["path"])
        chosen = next((route for route in matching if route.method in (scope["method"], EVERY)), None)
        allowed = self._allowed(scope["method"], chosen, matching)
        # Who asks is looked up for a page that is not there too: it is shown like every other one.
        visitor = None if "anonymous" in allowed else await self._visitor(request)
        bearer = None if visitor and visitor.actor.role in allowed else await self._bearer(request, allowed)
        scope.setdefault("state", {}).update(visitor=None if bearer else visitor, bearer=bearer)
        if not allowed:
            raise NotThere
        holder = bearer or visitor
        role: Caller = holder.actor.role if holder else "anonymous"
        if role not in allowed:
            raise NotThere if visitor else SignInNeeded
        if chosen is None:
            _refuse_method(role, matching)
        if scope["method"] in UNSAFE:
            check_origin(request)
            if holder is not None:
                receive = await check_token(request, holder.csrf)
        await self.inner(scope, receive, send)
        if holder is not None and not holder.noted and not _by_itself(request):
            await self._note(holder)

    @cached_property
    def _routes(self) -> Sequence[Route]:
        # Read once: what is added to the router later is not there, for the gate has not seen it.
        return routes_of(self.app)

    def _matching(self, path: str) -> Sequence[Route]:
        """The routes that this path fits. No address of ours has characters that nobody can see."""
        return [route for route in self._routes if route.pattern.match(path)] if path.isprintable() else []

    @property
    def _parts(self) -> Parts:
        parts: Parts = self.app.state.parts
        return parts

    @staticmethod
    def _allowed(method: str, chosen: Route | None, matching: Sequence[Route]) -> frozenset[Caller]:
        """Who may use the chosen route; without one, who may know that there is something under this address."""
        asked = [chosen] if chosen else matching
        return frozenset(caller for route in asked for caller in route.allows(method))

    async def _visitor(self, request: Request) -> Visitor | None:
        token = token_of(request)
        if not token:
            return None
        return await run_in_threadpool(who_is, self._parts.engine, token, now=self._parts.clock.now())

    async def _bearer(self, request: Request, allowed: frozenset[Caller]) -> Bearer | None:
        """Whose device this is, where a bound device may do what is asked; nowhere else is it looked at."""
        token = device_of(request) if allowed & DEVICES and "anonymous" not in allowed else ""
        if not token:
            return None
        found = await run_in_threadpool(who_holds, self._parts.engine, token, now=self._parts.clock.now())
        return found if found and found.actor.role in allowed else None

    async def _note(self, holder: Visitor | Bearer) -> None:
        # The answer is out; when the database is busy, the next request notes it.
        now = self._parts.clock.now()
        with suppress(SQLAlchemyError):
            if isinstance(holder, Visitor):
                await run_in_threadpool(note_use, self._parts.engine, holder, now=now)
            else:
                await run_in_threadpool(note_holding, self._parts.engine, holder, now=now)


def _by_itself(request: Request) -> bool:
    """Whether the page has asked, and not whoever is in front of it: an open page keeps no sign-in alive."""
    return request.headers.get("accept") == "text/event-stream" or "x-by-itself" in request.headers


def _refuse_method(role: Caller, matching: Sequence[Route]) -> NoReturn:
    """There is something here, but not for this method."""
    methods = sorted({route.method for route in matching if role in route.allows(route.method)})
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(methods)})
