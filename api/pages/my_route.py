"""One's own duty as data, for the phone that shows it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from outreach.usecases.own_route.show_own_route import Noted, OwnRoute, RouteStop


def route_as_json(route: OwnRoute, *, csrf: str, now: dt.datetime) -> dict[str, Any]:
    """The duty with its stops in order. `shown_until`: when the phone forgets it."""
    return {
        "person": {"id": route.view.person.id, "name": route.view.person.name, "role": route.view.person.role},
        "date": route.duty.date.isoformat(),
        "csrf": csrf,
        "shown_until": route.shown_until.isoformat(),
        "now": now.isoformat(),
        "stops": [_stop(stop) for stop in route.real],
    }


def _stop(stop: RouteStop) -> dict[str, Any]:
    wants = stop.wants
    return {
        "id": stop.id,
        "number": stop.number,
        "kind": stop.kind,
        "letter": stop.letter,
        "service": stop.service,
        "from": stop.start.isoformat(),
        "to": stop.end.isoformat(),
        "travel_minutes": stop.travel_minutes,
        "travel_estimated": stop.travel_estimated,
        "client": stop.client,
        "age": stop.age,
        "village": stop.village,
        "address": stop.address,
        "phone": stop.phone,
        "notes": list(stop.notes),
        "units": stop.units,
        "kit": stop.kit,
        "partners": [{"name": one.name, "role": one.role} for one in stop.partners],
        "navigate": stop.navigate,
        "log": _log(stop.log) if stop.log else None,
        "wants": {
            "seen": wants.seen,
            "signature": wants.signature,
            "satisfaction": wants.satisfaction,
            "counts": wants.counts,
        },
    }


def _log(log: Noted) -> dict[str, Any]:
    return {
        "arrived": log.arrived.isoformat() if log.arrived else None,
        "left": log.left.isoformat() if log.left else None,
        "outcome": log.outcome,
        "seen": log.seen,
        "items": log.items,
        "remarks": log.remarks,
        "witness": log.witness,
        "signed": log.signed,
        "satisfaction": log.satisfaction,
        "people_served": log.people_served,
        "forms_received": log.forms_received,
    }
