"""A district's data for measuring the service: 120 people, 1,500 clients, 52 published weeks. Everybody is invented.

The sample workbook is imported, people and clients are added until there are enough of them, one week is planned,
and that plan stands for each of the 52 weeks before: the shape of a year without planning it 52 times.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import col

from maps.geocode.villages import VillageGeocoder
from maps.travel.estimate import EstimatedTravel
from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Availability,
    CarePlan,
    Client,
    Person,
    PersonSkill,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
    Service,
    Week,
)
from outreach.records.base import OfficeRecord, new_id
from outreach.records.database import OfficeRecords, office_records
from outreach.sample import write_sample
from outreach.usecases.importing.import_workbook import import_workbook
from outreach.usecases.weeks.make_roster import make_roster

PEOPLE, CLIENTS, WEEKS = 120, 1500, 52
PLAN_SECONDS = 3.0
GREETING, SKILL = "訪視問安", "關懷訪視"
A_WEEK = dt.timedelta(days=7)


class StoppedClock:
    """It is the Friday before the week that the data leads up to."""

    def __init__(self, monday: dt.date) -> None:
        self._now = dt.datetime.combine(monday - dt.timedelta(days=3), dt.time(17), TAIPEI)

    def now(self) -> dt.datetime:
        """The present moment."""
        return self._now


def fill(
    engine: Engine,
    monday: dt.date,
    *,
    people: int = PEOPLE,
    clients: int = CLIENTS,
    weeks: int = WEEKS,
    on_progress: Callable[[str], None] = lambda _: None,
) -> str:
    """Fill an empty database; the office's id. `monday`: the week after the last published one, still to be planned."""
    geocoder, clock = VillageGeocoder(), StoppedClock(monday)
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "district.ods"
        on_progress("sample workbook")
        write_sample(workbook, monday, outlines=geocoder.outlines())
        import_workbook(engine, workbook, geocoder=geocoder, clock=clock)
    with office_records(engine) as records:
        office_id = records.office.id
        _add_people(records, people)
        _add_clients(records, clients, monday)
    on_progress("one week's plan")
    roster = make_roster(engine, monday, travel_times=EstimatedTravel(), clock=clock, seconds=PLAN_SECONDS)
    with office_records(engine) as records:
        for number in range(weeks, 0, -1):
            on_progress(f"published week {weeks - number + 1} of {weeks}")
            _publish_copy(records, roster, number)
        records.session.flush()
        _forget(records, roster)
    return office_id


def _add_people(records: OfficeRecords, wanted: int) -> None:
    """Volunteers who come two half-days a week."""
    there, rng = list(records.all(Person)), Random(1)  # noqa: S311
    like = next(person for person in there if person.role == "volunteer")
    for number in range(len(there), wanted):
        person = records.add(
            Person(**like.model_dump(exclude={"id", "code", "name"}), code=f"W{number:03d}", name=f"示範志工{number}")
        )
        records.session.flush()
        records.add(PersonSkill(office_id="", person_id=person.id, skill=SKILL))
        for weekday in rng.sample(range(1, 6), 2):
            records.add(
                Availability(office_id="", person_id=person.id, weekday=weekday, start=dt.time(8), end=dt.time(12))
            )


def _add_clients(records: OfficeRecords, wanted: int, monday: dt.date) -> None:
    """Elders who are greeted every four weeks, a quarter of them in any one week."""
    there, rng = records.all(Client), Random(2)  # noqa: S311
    places = [client.place_id for client in there]
    (greeting,) = [service for service in records.all(Service) if service.name == GREETING]
    for number in range(len(there), wanted):
        client = records.add(
            Client(office_id="", code=f"X{number:04d}", name=f"示範住戶{number}", place_id=rng.choice(places))
        )
        records.session.flush()
        records.add(
            CarePlan(
                office_id="",
                code=f"P{number:04d}",
                client_id=client.id,
                service_id=greeting.id,
                every_days=28,
                last_visit=monday - dt.timedelta(days=rng.randint(1, 28)),
            )
        )


def _publish_copy(records: OfficeRecords, roster: Roster, weeks_before: int) -> None:
    """The same roster so many weeks earlier, published."""
    shift = A_WEEK * -weeks_before
    copy = new_id()
    made = _moved(roster, shift) | {"id": copy, "revision": 1, "status": "published", "published_at": roster.created}
    _insert(records, Roster, [made])
    new = {duty.id: new_id() for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id)}
    for kind in (RosterDuty, RosterStop, RosterUnserved):
        rows = []
        for row in records.all(kind, col(kind.roster_id) == roster.id):
            values = _moved(row, shift) | {"roster_id": copy, "id": new.get(row.id) or new_id()}
            if "duty_id" in values:
                values["duty_id"] = new[values["duty_id"]]
            rows.append(values)
        _insert(records, kind, rows)
    _insert(
        records,
        Week,
        [
            {
                "id": new_id(),
                "office_id": records.office.id,
                "version": 1,
                "monday": made["monday"],
                "published_id": copy,
            }
        ],
    )


def _moved(record: OfficeRecord, shift: dt.timedelta) -> dict[str, Any]:
    return {name: value + shift if isinstance(value, dt.date) else value for name, value in record.model_dump().items()}


def _insert(records: OfficeRecords, kind: type[OfficeRecord], rows: list[dict[str, Any]]) -> None:
    if rows:
        records.session.execute(insert(kind), rows)


def _forget(records: OfficeRecords, roster: Roster) -> None:
    """The plan that was copied goes: its week is still to be planned."""
    for kind in (RosterStop, RosterDuty, RosterUnserved):
        for row in records.all(kind, col(kind.roster_id) == roster.id):
            records.remove(row)
        records.session.flush()
    found = records.get(Roster, roster.id)
    if found is not None:
        records.remove(found)
