"""The web application: the only place where pages, records and maps are plugged together."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.body_limit import BodyLimit
from api.clock import SystemClock
from api.errors import answer_errors
from api.pages import duty, health, log, unserved, week
from api.pages.page import Parts
from api.routes import description
from api.routes.records import routes_of_kinds
from api.security import SecurityHeaders
from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from outreach.ports import Clock
from outreach.records.database import open_database

STATIC = Path(__file__).parent / "static"
HOSTS = ("127.0.0.1", "localhost", "testserver")


def create_app(database: str, *, clock: Clock | None = None) -> FastAPI:
    """The application on the database at this address, brought to the newest migration."""
    app = FastAPI(title="外勤排班", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.parts = Parts(
        engine=open_database(database),
        clock=clock or SystemClock(),
        geocoder=VillageGeocoder(),
        maps=FoliumRouteMaps(),
    )
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)
    for page in (week, duty, unserved, log, health):
        app.include_router(page.router)
    app.include_router(description.router)
    app.include_router(routes_of_kinds())
    answer_errors(app)
    # Inside of what answers errors, so that a body that is too large is answered like every other error.
    app.router.middleware_stack = BodyLimit(app.router.middleware_stack)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    app.add_middleware(SecurityHeaders)
    return app


def _icon() -> FileResponse:
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
