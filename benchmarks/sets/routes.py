"""Plans of the home-health-care sets (hhcrsp and uhhc): routes as published, in JSON.

`{"routes": [{"caregiver_id", "locations": [{"patient", "service", "arrival_time", "departure_time"}]}]}`, where
`arrival_time` is the start of service. A lunch has `start_time` and `end_time` instead, and the service `lunch_break`.
Times are minutes of the day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sets.score import reading, whole

LUNCH = "lunch_break"


@dataclass(frozen=True, slots=True)
class Visit:
    """One service for one patient, or a lunch at that patient's place; `start` and `end` of service in minutes."""

    patient: str
    service: str
    start: float
    end: float

    @property
    def is_lunch(self) -> bool:
        """Whether this is the carer's own pause."""
        return self.service == LUNCH


@dataclass(frozen=True, slots=True)
class Route:
    """What one carer does, in order of time."""

    caregiver: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Routes:
    """A plan for one day: at most one route for each carer; a carer without a route stays off."""

    routes: tuple[Route, ...]


def read_routes(path: Path) -> Routes:
    """Read a plan; raises `FormatError`."""
    with reading(path, "plan of routes"):
        data = json.loads(path.read_text(encoding="utf-8"))
        return Routes(tuple(_route(entry) for entry in data["routes"]))


def write_routes(path: Path, plan: Routes) -> None:
    """Write a plan; lunches stand last in their route, as in the published plans."""
    routes = []
    for route in plan.routes:
        ordered = sorted(route.visits, key=lambda visit: visit.is_lunch)
        routes.append({"caregiver_id": route.caregiver, "locations": [_location(visit) for visit in ordered]})
    path.write_text(json.dumps({"routes": routes}, indent=1), encoding="utf-8")


def _route(entry: Mapping[str, Any]) -> Route:
    visits = [_visit(location) for location in entry.get("locations", ())]
    visits.sort(key=lambda visit: (visit.start, not visit.is_lunch))
    return Route(str(entry["caregiver_id"]), tuple(visits))


def _visit(location: Mapping[str, Any]) -> Visit:
    service = str(location["service"])
    start, end = ("start_time", "end_time") if service == LUNCH else ("arrival_time", "departure_time")
    return Visit(str(location["patient"]), service, float(location[start]), float(location[end]))


def _location(visit: Visit) -> dict[str, Any]:
    start, end = ("start_time", "end_time") if visit.is_lunch else ("arrival_time", "departure_time")
    return {
        "patient": visit.patient,
        "service": visit.service,
        start: whole(visit.start),
        end: whole(visit.end),
    }
