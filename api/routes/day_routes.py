"""Everybody's route on one date: what the page of a day shows on its map and in its list."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from api.language import language_of
from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Asker, RecordPath, answered, problems
from outreach.ports import RouteSketch, SketchStop
from outreach.records import Roster
from outreach.records.database import office_records
from outreach.refusals import NotThere
from outreach.usecases.mapping.show_day_map import DayMap, Out, Part, Stays, show_day_map

router = APIRouter(prefix=PREFIX, tags=["rosters"])
Pair = tuple[float, float]


class StopOfDay(BaseModel):
    """One stop: its number within the route, when, where, and how exactly that is known. WGS84 degrees."""

    number: int
    kind: str
    letter: str
    title: str
    detail: str
    time: str
    lat: float
    lon: float
    precision: str


class LegOfDay(BaseModel):
    """One leg: minutes, metres, its line as latitude and longitude, and whether it is a street or an estimate."""

    minutes: int
    metres: int
    source: str
    line: list[Pair]


class RouteOfDay(BaseModel):
    """Somebody's route; `letter` names it on the map."""

    letter: str
    duty_id: str
    person_id: str
    name: str
    role: str
    mode: str
    departure: dt.datetime
    arrival: dt.datetime
    stops: list[StopOfDay]
    legs: list[LegOfDay]


class RoutesOfDay(BaseModel):
    """A date's routes, and who has shifts only."""

    date: dt.date
    routes: list[RouteOfDay]
    stays: list[Stays]


@router.get("/rosters/{roster_id}/routes", response_model=RoutesOfDay, responses=problems())
def routes(
    request: Request, actor: Asker, roster_id: RecordPath, date: dt.date | None = None, part: Part = "all"
) -> Response:
    """Everybody's route on a date of the roster's week, its Monday unless told otherwise. `part`: `am`, `pm`."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        roster = records.get(Roster, roster_id)
        view = roster and show_day_map(
            records,
            actor,
            date=date or roster.monday,
            roster_id=roster_id,
            part=part,
            geocoder=parts.geocoder,
            language=language_of(request),
            ways=parts.legs,
        )
        if not view:
            raise NotThere
        return answered(_day(view))


def _day(view: DayMap) -> RoutesOfDay:
    return RoutesOfDay(date=view.date, routes=[_route(one) for one in view.out], stays=list(view.stays))


def _route(one: Out) -> RouteOfDay:
    return RouteOfDay(
        letter=one.route.letter,
        duty_id=one.duty_id,
        person_id=one.person_id,
        name=one.name,
        role=one.role,
        mode=one.mode,
        departure=one.departure,
        arrival=one.arrival,
        stops=[_stop(stop) for _, stop in one.stops],
        legs=_legs(one.route.sketch, one.route.shown),
    )


def _stop(stop: SketchStop) -> StopOfDay:
    return StopOfDay(
        number=stop.number,
        kind=stop.kind,
        letter=stop.letter,
        title=stop.title,
        detail=stop.detail,
        time=stop.time,
        lat=stop.point.lat,
        lon=stop.point.lon,
        precision=stop.precision,
    )


def _legs(sketch: RouteSketch, shown: frozenset[int]) -> list[LegOfDay]:
    return [
        LegOfDay(
            minutes=leg.minutes,
            metres=leg.metres,
            source=leg.source,
            line=[(point.lat, point.lon) for point in leg.line],
        )
        for leg in sketch.legs
        if leg.destination in shown
    ]
