"""A route to take along: GPX and GeoJSON of a duty, and of one's own."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.language import language_of
from api.pages.page import Asking, Records, parts_of
from outreach.actor import Actor
from outreach.exports.route_files import RouteFormat, route_file
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.own_route.own_day import own_day
from outreach.usecases.own_route.route_to_take import route_to_take

router = APIRouter()
TYPES: dict[RouteFormat, str] = {"gpx": "application/gpx+xml", "geojson": "application/geo+json"}
OnDate = Annotated[dt.date | None, Query(alias="date")]


@router.get("/duty/{duty_id}/route.gpx")
def duty_as_gpx(request: Request, records: Records, actor: Asking, duty_id: str) -> Response:
    """The route for a navigation app."""
    return _file(request, records, actor, duty_id, "gpx")


@router.get("/duty/{duty_id}/route.geojson")
def duty_as_geojson(request: Request, records: Records, actor: Asking, duty_id: str) -> Response:
    """The route for a map program."""
    return _file(request, records, actor, duty_id, "geojson")


@router.get("/my/route.gpx")
def own_as_gpx(request: Request, records: Records, actor: Asking, date: OnDate = None) -> Response:
    """One's own route for a navigation app. Raises `NotThere` on days on which it is not shown."""
    return _file(request, records, actor, _own(request, records, actor, date), "gpx")


@router.get("/my/route.geojson")
def own_as_geojson(request: Request, records: Records, actor: Asking, date: OnDate = None) -> Response:
    """One's own route for a map program. Raises `NotThere` likewise."""
    return _file(request, records, actor, _own(request, records, actor, date), "geojson")


def _own(request: Request, records: OfficeRecords, actor: Actor, date: dt.date | None) -> str:
    duty, _ = own_day(records, actor, date=date, now=parts_of(request).clock.now())
    if duty is None:
        raise NotThere
    return duty.id


def _file(request: Request, records: OfficeRecords, actor: Actor, duty_id: str, form: RouteFormat) -> Response:
    parts = parts_of(request)
    today = parts.clock.now().date()
    route = route_to_take(
        records, actor, duty_id, geocoder=parts.geocoder, language=language_of(request), today=today, ways=parts.ways
    )
    headers = {"Content-Disposition": f'attachment; filename="route-{route.date.isoformat()}.{form}"'}
    return Response(route_file(route.sketch, route.date, form), media_type=TYPES[form], headers=headers)
