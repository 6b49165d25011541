"""The stops of a duty as a person reads them: door, crew, travel, and where lunch lies between them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlmodel import col

from outreach.records import CarePlan, Client, Person, Place, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.usecases.links.may_show import DOORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody who is there at the same time, and the duty that says so."""

    name: str
    role: str
    duty_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """One stop as a person reads it. `number`: as on the map. `age`: years this year, for a client. `leg_*`: what leads
    here. `lunch`: whether the lunch break lies between the stop before and
    this one, and then on which side of the leg. `place`: `None` where a door is not shown; `end_place`: where it ends
    if elsewhere.
    """

    number: int
    kind: str
    letter: str
    label: str
    client: str
    age: int | None
    phone: str
    place: Place | None
    end_place: Place | None
    notes: tuple[str, ...]
    units: int
    arrival: dt.datetime
    start: dt.datetime
    end: dt.datetime
    leg_minutes: int
    leg_metres: int
    leg_guessed: bool
    lunch: Literal["", "before_leg", "after_leg"]
    pinned: bool
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    places: Mapping[str, Place]
    clients: Mapping[str, Client]
    plans: Mapping[str, CarePlan]
    partners: Mapping[str, Sequence[tuple[RosterStop, Partner]]]


def stop_views(
    records: OfficeRecords, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]
) -> dict[str, tuple[StopView, ...]]:
    """By duty, its stops in order. `duties`: of one roster; `stops`: all of theirs. In a fixed number of queries."""
    facts = _facts(records, duties, stops)
    by_duty: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in sorted(stops, key=lambda stop: stop.position):
        by_duty[stop.duty_id].append(stop)
    return {
        duty.id: tuple(
            _stop(stop, before, duty, facts)
            for before, stop in zip([None, *by_duty[duty.id]], by_duty[duty.id], strict=False)
        )
        for duty in duties
    }


def without_doors(stops: Sequence[StopView]) -> tuple[StopView, ...]:
    """The same stops with nothing of whom they lead to; the office's own counters and schools stay."""
    return tuple(
        replace(stop, client="", age=None, phone="", notes=(), place=None, end_place=None)
        if stop.kind in DOORS
        else stop
        for stop in stops
    )


def _facts(records: OfficeRecords, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> _Facts:
    place_ids = {place_id for stop in stops for place_id in (stop.place_id, stop.end_place_id)}
    client_ids = _known(stop.client_id for stop in stops)
    plan_ids = _known(stop.care_plan_id for stop in stops)
    return _Facts(
        places={place.id: place for place in records.all(Place, col(Place.id).in_(place_ids))},
        clients={client.id: client for client in records.all(Client, col(Client.id).in_(client_ids))},
        plans={plan.id: plan for plan in records.all(CarePlan, col(CarePlan.id).in_(plan_ids))},
        partners=_partners(
            records, {duty.roster_id for duty in duties}, {stop.item_key for stop in stops if stop.item_key}
        ),
    )


def _known(ids: Iterable[str | None]) -> set[str]:
    return {one for one in ids if one is not None}


def _partners(
    records: OfficeRecords, roster_ids: set[str], item_keys: set[str]
) -> Mapping[str, Sequence[tuple[RosterStop, Partner]]]:
    others = records.all(RosterStop, col(RosterStop.roster_id).in_(roster_ids), col(RosterStop.item_key).in_(item_keys))
    duty_ids = {stop.duty_id for stop in others}
    person_of = {one.id: one.person_id for one in records.all(RosterDuty, col(RosterDuty.id).in_(duty_ids))}
    people = {one.id: one for one in records.all(Person, col(Person.id).in_(set(person_of.values())))}
    partners: dict[str, list[tuple[RosterStop, Partner]]] = defaultdict(list)
    for stop in sorted(others, key=lambda one: one.seat):
        person = people[person_of[stop.duty_id]]
        partners[stop.item_key].append((stop, Partner(name=person.name, role=person.role, duty_id=stop.duty_id)))
    return partners


def _stop(stop: RosterStop, before: RosterStop | None, duty: RosterDuty, facts: _Facts) -> StopView:
    client = facts.clients.get(stop.client_id or "")
    plan = facts.plans.get(stop.care_plan_id or "")
    notes = (plan.note if plan else "", client.note if client else "")
    born = client.birth_year if client else None
    return StopView(
        number=stop.position + 1,
        kind=stop.kind,
        letter=stop.letter,
        label=stop.label,
        client=client.name if client else "",
        age=stop.start.year - born if born else None,
        phone=client.phone if client else "",
        place=facts.places[stop.place_id],
        end_place=facts.places[stop.end_place_id] if stop.end_place_id != stop.place_id else None,
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        units=stop.units,
        arrival=stop.arrival,
        start=stop.start,
        end=stop.end,
        leg_minutes=round(stop.leg_seconds / 60),
        leg_metres=stop.leg_metres,
        leg_guessed=stop.leg_guessed,
        lunch=_lunch(stop, before, duty),
        pinned=stop.pinned,
        partners=tuple(
            partner
            for other, partner in facts.partners.get(stop.item_key, ())
            if other.duty_id != duty.id and other.start < stop.end and stop.start < other.end
        ),
    )


def _lunch(stop: RosterStop, before: RosterStop | None, duty: RosterDuty) -> Literal["", "before_leg", "after_leg"]:
    lunch = duty.lunch_start
    if lunch is None or lunch >= stop.start or (before is not None and lunch < before.end):
        return ""
    return "after_leg" if lunch >= stop.arrival else "before_leg"
