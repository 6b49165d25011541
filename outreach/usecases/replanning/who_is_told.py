"""Who would be told when a roster is published, of which days, and which way reaches them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col

from outreach.records import Person, Week
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.own_time import OwnDay, own_days


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDay:
    """One day of which somebody is told: from when until when (`None`: no duty any more), and how many stops."""

    date: dt.date
    span: tuple[dt.datetime, dt.datetime] | None
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One person who would be told. `way`: by `email`, else they are to be phoned, or met (`person`)."""

    person_id: str
    name: str
    role: str
    way: Literal["email", "phone", "person"]
    days: tuple[ToldDay, ...]


def who_is_told(records: OfficeRecords, *, monday: dt.date, roster_id: str, now: dt.datetime) -> tuple[Told, ...]:
    """Whose own time ahead differs from what holds now, by name, in a fixed number of queries."""
    weeks = records.all(Week, Week.monday == monday)
    was = own_days(records, weeks[0].published_id if weeks else None)
    will = own_days(records, roster_id)
    changes: dict[str, tuple[ToldDay, ...]] = {}
    for person_id in {*was, *will}:
        days = _changes(_ahead(was.get(person_id, ()), now), _ahead(will.get(person_id, ()), now))
        if days:
            changes[person_id] = days
    people = records.all(Person, col(Person.id).in_(list(changes)))
    told = (
        Told(
            person_id=person.id,
            name=person.name,
            role=person.role,
            way="email" if person.email else "phone" if person.phone else "person",
            days=changes[person.id],
        )
        for person in people
    )
    return tuple(sorted(told, key=lambda one: one.name))


def _ahead(days: Sequence[OwnDay], now: dt.datetime) -> Mapping[dt.date, OwnDay]:
    return {day.date: day for day in days if day.arrival > now}


def _changes(was: Mapping[dt.date, OwnDay], will: Mapping[dt.date, OwnDay]) -> tuple[ToldDay, ...]:
    found = []
    for date in sorted({*was, *will}):
        old, new = was.get(date), will.get(date)
        if (old.said if old else None) == (new.said if new else None):
            continue
        found.append(
            ToldDay(
                date=date,
                span=(new.departure, new.arrival) if new else None,
                stops=len(new.stops) if new else 0,
            )
        )
    return tuple(found)
