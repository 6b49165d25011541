"""A whole roster as the API describes and sends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.routes.shapes import RosterHead, Shape
from outreach.usecases.read_roster import RosterView


class PersonOnRoster(Shape):
    """Who has a duty."""

    id: str
    code: str
    name: str
    role: str
    unit_id: str


class ClientOnRoster(Shape):
    """Who is served, or left out."""

    id: str
    code: str
    name: str


class PlaceOnRoster(Shape):
    """Where."""

    id: str
    address: str
    village: str
    lat: float
    lon: float
    precision: str


class StopOnRoster(Shape):
    """One stop, see `outreach.records.RosterStop`."""

    id: str
    position: int
    kind: str
    item_key: str
    seat: int
    letter: str
    label: str
    client_id: str | None
    place_id: str
    end_place_id: str
    units: int
    arrival: dt.datetime
    start: dt.datetime
    end: dt.datetime
    leg_seconds: int
    leg_metres: int
    pinned: bool


class DutyOnRoster(Shape):
    """One duty, see `outreach.records.RosterDuty`."""

    id: str
    person_id: str
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime
    lunch_start: dt.datetime | None
    lunch_end: dt.datetime | None
    start_place_id: str
    end_place_id: str
    worked_seconds: int
    last_leg_seconds: int
    last_leg_metres: int
    pinned: bool
    stops: list[StopOnRoster]


class UnservedOnRoster(Shape):
    """What is left out, see `outreach.records.RosterUnserved`."""

    id: str
    kind: str
    item_key: str
    seat: int
    letter: str
    label: str
    mandatory: bool
    weight: int
    client_id: str | None
    place_id: str
    minutes: int
    crew: int
    windows: list[dict[str, str]]
    steps: list[dict[str, Any]]
    certain: bool


class RosterDocument(RosterHead):
    """A roster with all that is in it; people, clients and places by their ids."""

    people: dict[str, PersonOnRoster]
    clients: dict[str, ClientOnRoster]
    places: dict[str, PlaceOnRoster]
    duties: list[DutyOnRoster]
    unserved: list[UnservedOnRoster]


def document_of(view: RosterView) -> dict[str, Any]:
    """The roster as JSON. It is not validated on the way out: it is the largest answer, and asked for most."""
    return {
        **RosterHead.model_validate(view.roster).model_dump(mode="json"),
        "people": view.people,
        "clients": view.clients,
        "places": view.places,
        "duties": view.duties,
        "unserved": view.unserved,
    }
