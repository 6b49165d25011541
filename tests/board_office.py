"""The small office with a second volunteer and a week that has really been planned, for tests of changes by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import col

from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.records import Availability, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import office_records
from outreach.usecases.weeks.make_roster import make_roster
from tests.office import MONDAY, small_office


class Friday:
    """A clock that stands still on the Friday before the week."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI)


@dataclass(frozen=True)
class Held:
    """One stop of the roster: which seat, whose, when, and its duty."""

    item: str
    seat: int
    person_id: str
    date: dt.date
    duty_id: str
    number: int
    start: dt.datetime


def planned_office(engine: Engine, *, clients: int = 6) -> str:
    """Fill an empty database and plan its week: a draft, revision 2. The roster's identifier."""
    small_office(engine, clients=clients)
    with office_records(engine) as records:
        (lin,) = records.all(Person, Person.code == "V001")
        copy = {"code": "V002", "name": "方秀蘭", "turns": {}}
        fang = records.add(Person(**lin.model_dump(exclude={"id", "version"}) | copy))
        records.session.flush()
        for row in records.all(Availability, Availability.person_id == lin.id):
            records.add(Availability(**row.model_dump(exclude={"id", "version"}) | {"person_id": fang.id}))
    made = make_roster(engine, MONDAY, travel_times=EstimatedTravel(), clock=Friday(), seconds=0.3)
    return made.id


def people_of(engine: Engine) -> dict[str, str]:
    """Everybody's identifier by name."""
    with office_records(engine, write=False) as records:
        return {person.name: person.id for person in records.all(Person)}


def held_in(engine: Engine, roster_id: str, kind: str = "visit") -> list[Held]:
    """The roster's stops of this kind, in the order of time."""
    with office_records(engine, write=False) as records:
        duties = {duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster_id)}
        rows = records.all(RosterStop, RosterStop.roster_id == roster_id, col(RosterStop.kind) == kind)
    found = [
        Held(
            item=row.item_key,
            seat=row.seat,
            person_id=duties[row.duty_id].person_id,
            date=duties[row.duty_id].date,
            duty_id=row.duty_id,
            number=row.position + 1,
            start=row.start.astimezone(TAIPEI),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.start, one.item))


def newest(engine: Engine) -> Roster:
    """The newest revision of the week."""
    with office_records(engine, write=False) as records:
        return max(records.all(Roster), key=lambda roster: roster.revision)
