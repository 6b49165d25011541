"""The web application: the only place where pages, records and maps are plugged together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.body_limit import BodyLimit
from api.clock import SystemClock
from api.doors.gate import guard
from api.errors import answer_errors
from api.jobs.settings import NoJobs, Runs, Settings
from api.pages import account, duty, happenings, health, log, replan, sign_in, unserved, week
from api.pages.page import Parts
from api.routes import accounts, changes, decisions, description, duties, imports, replans, rosters, sign_ins
from api.routes import jobs as jobs_
from api.routes.asked import problems
from api.routes.records import routes_of_kinds
from api.routes.roster_document import KeptDocuments
from api.security import SecurityHeaders
from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from outreach.ports import Clock
from outreach.records.database import open_database
from outreach.usecases.doors.passwords import Passwords

STATIC = Path(__file__).parent / "static"
HOSTS = ("127.0.0.1", "localhost", "testserver")


def create_app(
    database: str,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    jobs: bool = False,
    messages: str = "",
) -> FastAPI:
    """The application on the database at this address, brought to the newest migration.

    `jobs`: it carries out jobs itself while it is up; else a worker elsewhere does. `messages`: where messages are
    handed over (`mailto://…`), or `""`.
    """
    runs = _jobs_of(Settings(database=database, messages=messages)) if jobs else NoJobs()
    app = FastAPI(
        title="外勤排班",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_running(runs),
    )
    app.state.parts = Parts(
        jobs=runs,
        engine=open_database(database),
        clock=clock or SystemClock(),
        geocoder=VillageGeocoder(),
        maps=FoliumRouteMaps(),
        passwords=passwords or Passwords(),
    )
    app.state.documents = KeptDocuments()
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    # Well-kept libraries of the browser, as their packages ship them.
    app.mount("/lib", StaticFiles(packages=[("js_lib_htmx", "static")]), name="lib")
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)
    for page in (sign_in, account, week, duty, unserved, log, happenings, replan, health):
        app.include_router(page.router)
    for route in (sign_ins, accounts):
        app.include_router(route.router, responses=problems(409, 413, 429))
    app.include_router(routes_of_kinds())
    for part in (rosters, replans, decisions, duties, changes, imports, jobs_, description):
        app.include_router(part.router)
    answer_errors(app)
    # Inside of what answers errors, so that a body that is too large is answered like every other error.
    app.router.middleware_stack = BodyLimit(app.router.middleware_stack)
    guard(app)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    app.add_middleware(SecurityHeaders)
    return app


def _jobs_of(settings: Settings) -> Runs:
    # The engine takes a second to load: only who runs jobs waits for it.
    from api.jobs.engine import Jobs  # noqa: PLC0415

    return Jobs(settings)


def _running(runs: Runs) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(runs.start)
        try:
            yield
        finally:
            await to_thread.run_sync(runs.stop)

    return lifespan


def _icon() -> FileResponse:
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
