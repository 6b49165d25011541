"""The web application: the only place where pages, records and maps are plugged together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.body_limit import BodyLimit
from api.clock import SystemClock
from api.doors.crowd import Crowd
from api.doors.gate import guard
from api.errors import answer_errors
from api.jobs.settings import NoJobs, Runs, Settings
from api.pages import (
    account,
    cases,
    day_map,
    duty,
    feed,
    fixes,
    ground,
    hand_out,
    happenings,
    health,
    home,
    hours,
    ladder_settings,
    ladders,
    links,
    log,
    my,
    my_entries,
    my_worker,
    overdue,
    personal_link,
    plan,
    publishing,
    replan,
    route_files,
    sign_in,
    stand_ins,
    unreached,
    unserved,
    visit,
    visits,
    week,
)
from api.pages import imports as import_pages
from api.pages import jobs as job_pages
from api.pages.board import changes as board_changes
from api.pages.board import events as board_events
from api.pages.board import panels as board_panels
from api.pages.board.watch import Watches
from api.pages.keeping.rooms import ROUTERS as KEEPING
from api.pages.page import Parts
from api.places import places_at
from api.routes import (
    accounts,
    changes,
    day_routes,
    decisions,
    description,
    duties,
    handing_out,
    imports,
    office,
    replans,
    rosters,
    sign_ins,
    trying,
    week_views,
)
from api.routes import cases as cases_
from api.routes import fixes as fixes_
from api.routes import hours as hours_
from api.routes import jobs as jobs_
from api.routes import ladder_settings as ladder_settings_
from api.routes import ladders as ladders_
from api.routes import links as links_
from api.routes import unreached as unreached_
from api.routes import visits as visits_
from api.routes.asked import problems
from api.routes.records import routes_of_kinds
from api.routes.roster_document import KeptDocuments
from api.security import SecurityHeaders
from api.streams import Watching
from outreach.ports import Clock, OutsideGeocoder
from outreach.records.database import open_database
from outreach.usecases.doors.passwords import Passwords
from outreach.usecases.noting.notes import Notes
from outreach.usecases.trying.desks import Desks

# One line each: whatever comes new is added at its place and nowhere else.
PAGES = (
    sign_in,
    account,
    home,
    publishing,
    week,
    board_panels,
    board_changes,
    board_events,
    plan,
    job_pages,
    import_pages,
    duty,
    route_files,
    day_map,
    ground,
    my,
    my_entries,
    my_worker,
    stand_ins,
    unreached,
    unserved,
    fixes,
    happenings,
    replan,
    log,
    hours,
    ladders,
    ladder_settings,
    visits,
    visit,
    cases,
    overdue,
    hand_out,
    feed,
    links,
    personal_link,
    health,
)
PARTS = (
    rosters,
    replans,
    trying,
    week_views,
    day_routes,
    decisions,
    duties,
    handing_out,
    hours_,
    changes,
    imports,
    fixes_,
    unreached_,
    jobs_,
    visits_,
    cases_,
    ladders_,
    ladder_settings_,
    links_,
    office,
    description,
)
STATIC = Path(__file__).parent / "static"
LIBRARIES: list[str | tuple[str, str]] = [
    ("js_lib_htmx", "static"),
    ("js_lib_leaflet", "static"),
    ("maps.render", "static"),
]
HOSTS = ("127.0.0.1", "localhost", "testserver")


def create_app(
    database: str,
    *,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    jobs: bool = False,
    messages: str = "",
    hosts: Sequence[str] = (),
    area: str = "",
    outside: OutsideGeocoder | None = None,
) -> FastAPI:
    """The application on the database at this address, brought to the newest migration.

    `jobs`: it carries out jobs itself while it is up; else a worker elsewhere does. `messages`: where messages are
    handed over (`mailto://…`), or `""`. `hosts`: names under which it is served, besides this machine's own.
    `area`: the folder of map data, or `""`. `outside`: a geocoder that may be asked by offices that want it.
    """
    runs = _jobs_of(Settings(database=database, messages=messages, area=area)) if jobs else NoJobs()
    engine, times = open_database(database), clock or SystemClock()
    # Who carries out jobs is the server itself: it has time to load a week ahead.
    places = places_at(area, aside=True)
    desks = Desks(engine, places.travel, times, warms=jobs)
    app = FastAPI(
        title="外勤排班",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_running(runs, desks),
    )
    app.state.parts = Parts(
        jobs=runs,
        engine=engine,
        clock=times,
        travel=places.travel,
        geocoder=places.geocoder,
        streets=places.streets,
        maps=places.maps,
        ground=places.ground,
        outside=outside,
        passwords=passwords or Passwords(),
        desks=desks,
    )
    app.state.documents = KeptDocuments()
    app.state.notes = Notes(engine)
    app.state.watching = Watching()
    app.state.watches = Watches(engine, times)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    # Well-kept libraries of the browser, as their packages ship them, and what our own maps are drawn with.
    app.mount("/lib", StaticFiles(packages=LIBRARIES), name="lib")
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)
    for page in PAGES:
        app.include_router(page.router)
    for pages in KEEPING:
        app.include_router(pages)
    for route in (sign_ins, accounts):
        app.include_router(route.router, responses=problems(409, 413, 429))
    app.include_router(routes_of_kinds())
    for part in PARTS:
        app.include_router(part.router)
    answer_errors(app)
    # Inside of what answers errors, so that a body that is too large is answered like every other error.
    app.router.middleware_stack = BodyLimit(app.router.middleware_stack)
    guard(app)
    # In front of the gate: whoever has to come again is told so before anything is looked up.
    app.router.middleware_stack = Crowd(app.router.middleware_stack)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*HOSTS, *hosts])
    app.add_middleware(SecurityHeaders)
    return app


def _jobs_of(settings: Settings) -> Runs:
    # The engine takes a second to load: only who runs jobs waits for it.
    from api.jobs.engine import Jobs  # noqa: PLC0415

    return Jobs(settings)


def _running(runs: Runs, desks: Desks) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(runs.start)
        try:
            yield
        finally:
            await to_thread.run_sync(runs.stop)
            await to_thread.run_sync(desks.close)

    return lifespan


def _icon() -> FileResponse:
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
