"""A whole roster as the API describes and sends it."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from threading import Lock
from typing import Any

from pydantic_core import to_json

from api.routes.shapes import RosterHead, Shape
from outreach.usecases.weeks.read_roster import RosterView

MOST_KEPT = 32
"""Documents kept in memory; one of a large district's weeks has half a megabyte."""


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
    leg_guessed: bool
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
    last_leg_guessed: bool
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


def document_of(view: RosterView) -> bytes:
    """The roster as JSON. It is not validated on the way out: it is the largest answer, and asked for most."""
    document = {
        **RosterHead.model_validate(view.roster).model_dump(),
        "people": view.people,
        "clients": view.clients,
        "places": view.places,
        "duties": view.duties,
        "unserved": view.unserved,
    }
    return to_json(document)


class KeptDocuments:
    """The documents that were asked for last, by their entity tags: what such a tag stands for never changes."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str) -> bytes | None:
        """The document, if it was asked for not long ago."""
        with self._lock:
            found = self._kept.get(etag)
            if found is not None:
                self._kept.move_to_end(etag)
            return found

    def keep(self, etag: str, document: bytes) -> None:
        """Keep it in place of the one that was asked for longest ago."""
        with self._lock:
            self._kept[etag] = document
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
