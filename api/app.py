"""The web application: the only place where pages, records and maps are plugged together."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.clock import SystemClock
from api.doors.answers import answer_refusals
from api.doors.gate import guard
from api.pages import account, duty, health, log, sign_in, unserved, week
from api.pages.errors import answer_errors
from api.pages.page import Parts
from api.routes import accounts, sign_ins
from api.security import SecurityHeaders
from maps.geocode.villages import VillageGeocoder
from maps.render.route_page import FoliumRouteMaps
from outreach.ports import Clock
from outreach.records.database import open_database
from outreach.usecases.signing.passwords import Passwords

STATIC = Path(__file__).parent / "static"
HOSTS = ("127.0.0.1", "localhost", "testserver")


def create_app(database: str, *, clock: Clock | None = None, passwords: Passwords | None = None) -> FastAPI:
    """The application on the database at this address, brought to the newest migration."""
    app = FastAPI(title="外勤排班", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.parts = Parts(
        engine=open_database(database),
        clock=clock or SystemClock(),
        geocoder=VillageGeocoder(),
        maps=FoliumRouteMaps(),
        passwords=passwords or Passwords(),
    )
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_api_route("/favicon.ico", _icon, include_in_schema=False)
    for page in (sign_in, account, week, duty, unserved, log, health):
        app.include_router(page.router)
    for route in (sign_ins, accounts):
        app.include_router(route.router)
    answer_errors(app)
    answer_refusals(app)
    guard(app)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    app.add_middleware(SecurityHeaders)
    return app


def _icon() -> FileResponse:
    return FileResponse(STATIC / "icon.svg", media_type="image/svg+xml")
