"""One roster as plain data, read fast: flat selects, a fixed number of queries, no records."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Client, Person, Place, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.links.may_show import DOORS, may_show_clients
from outreach.usecases.weeks.published_roster import roster_for

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterView:
    """A roster with all that is in it, as rows of plain values.

    `duties`: by date and person, each with its `stops` in order; `unserved`: what is left out, mandatory first.
    `people`, `clients`, `places`: what those refer to, by their ids.
    """

    roster: Roster
    people: Mapping[str, Row]
    clients: Mapping[str, Row]
    places: Mapping[str, Row]
    duties: Sequence[Row]
    unserved: Sequence[Row]


_DUTY = (
    "id",
    "person_id",
    "date",
    "departure",
    "arrival",
    "lunch_start",
    "lunch_end",
    "start_place_id",
    "end_place_id",
    "worked_seconds",
    "last_leg_seconds",
    "last_leg_metres",
    "last_leg_guessed",
    "pinned",
)
_STOP = (
    "id",
    "duty_id",
    "position",
    "kind",
    "item_key",
    "seat",
    "letter",
    "label",
    "client_id",
    "place_id",
    "end_place_id",
    "units",
    "arrival",
    "start",
    "end",
    "leg_seconds",
    "leg_metres",
    "leg_guessed",
    "pinned",
)
_UNSERVED = (
    "id",
    "kind",
    "item_key",
    "seat",
    "letter",
    "label",
    "mandatory",
    "weight",
    "client_id",
    "place_id",
    "minutes",
    "crew",
    "windows",
    "steps",
    "certain",
)
_PERSON = ("id", "code", "name", "role", "unit_id")
_CLIENT = ("id", "code", "name")
_PLACE = ("id", "address", "village", "lat", "lon", "precision")


def roster_etag(records: OfficeRecords, actor: Actor, roster_id: str, *, today: dt.date) -> str:
    """What stands for a roster as this actor sees it today: it changes with its status, and with the names in it.

    A change by hand of what is in a draft edits the roster too; the people and clients it shows cannot be removed.
    Raises as `read_roster`.
    """
    roster = roster_for(records, actor, roster_id)
    duties = select(col(RosterDuty.person_id)).where(RosterDuty.roster_id == roster_id)
    stops = select(col(RosterStop.client_id)).where(RosterStop.roster_id == roster_id)
    left = select(col(RosterUnserved.client_id)).where(RosterUnserved.roster_id == roster_id)
    people = records.session.exec(select(func.sum(Person.version)).where(col(Person.id).in_(duties))).one()
    shown = col(Client.id).in_(stops) | col(Client.id).in_(left)
    clients = records.session.exec(select(func.sum(Client.version)).where(shown)).one()
    whose = actor.sees_everybody or (actor.person_id, today.isoformat())
    said = (roster.id, roster.version, people, clients, whose)
    return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


def read_roster(records: OfficeRecords, actor: Actor, roster_id: str, *, today: dt.date) -> RosterView:
    """A roster with its duties, stops and what it leaves out; for a field person, their own duties, and the clients and
    places of those whose doors they are shown today.

    Raises `NotThere`, also for what field persons may not know of, and `NotAllowed`.
    """
    roster = roster_for(records, actor, roster_id)
    own = () if actor.sees_everybody else (RosterDuty.person_id == (actor.person_id or ""),)
    duties = _rows(records, RosterDuty, _DUTY, RosterDuty.roster_id == roster_id, *own)
    if own and not duties:
        raise NotThere
    of_them = () if actor.sees_everybody else (col(RosterStop.duty_id).in_([duty["id"] for duty in duties]),)
    stops = _rows(records, RosterStop, _STOP, RosterStop.roster_id == roster_id, *of_them)
    unserved = []
    if actor.sees_everybody:
        unserved = _rows(records, RosterUnserved, _UNSERVED, RosterUnserved.roster_id == roster_id)
    by_duty: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for stop in stops:
        by_duty[stop.pop("duty_id")].append(stop)
    for duty in duties:
        duty["stops"] = sorted(by_duty[duty["id"]], key=lambda stop: stop["position"])
    shown = [
        stop
        for duty in duties
        for stop in duty["stops"]
        if stop["kind"] not in DOORS or may_show_clients(actor, duty["date"], today)
    ]
    rows = [*duties, *shown, *unserved]
    return RosterView(
        roster=roster,
        people=_named(records, Person, _PERSON, (row.get("person_id") for row in duties)),
        clients=_named(records, Client, _CLIENT, (row.get("client_id") for row in rows)),
        places=_named(
            records,
            Place,
            _PLACE,
            (row.get(name) for row in rows for name in ("place_id", "start_place_id", "end_place_id")),
        ),
        duties=sorted(duties, key=lambda duty: (duty["date"], duty["person_id"])),
        unserved=sorted(unserved, key=lambda row: (not row["mandatory"], row["label"], row["item_key"], row["seat"])),
    )


def _rows(records: OfficeRecords, kind: Any, names: Sequence[str], *where: Any) -> list[dict[str, Any]]:
    asked = select(*(getattr(kind, name) for name in names)).where(*where)
    return [dict(zip(names, row, strict=True)) for row in records.session.exec(asked)]


def _named(records: OfficeRecords, kind: Any, names: Sequence[str], ids: Iterable[str | None]) -> dict[str, Row]:
    wanted = set(ids) - {None}
    rows = _rows(records, kind, names, col(kind.id).in_(wanted))
    return {row["id"]: row for row in rows}
