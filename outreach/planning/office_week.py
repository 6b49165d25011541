"""All the records that one week's plan needs, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import col, select

from outreach.calendar.holidays import closed_on
from outreach.planning.turns_so_far import TurnHistory, read_turns
from outreach.records import (
    Absence,
    Allowance,
    Appointment,
    Availability,
    Campaign,
    CarePlan,
    Client,
    ClientWish,
    ClosedDay,
    Desk,
    Drive,
    Kit,
    Person,
    PersonSkill,
    Pin,
    Place,
    Recipient,
    Roster,
    RosterStop,
    Service,
    Shift,
    Task,
    Unit,
)
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords

R = TypeVar("R", bound=OfficeRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWeek:
    """One office's records for the week that starts on `monday`, each list in the order of its codes or names.

    `shifts`: by desk, its exceptions of the week. `tasks`: without those that another week's published roster serves.
    `history`: the turns of the weeks before; `None`: not asked for.
    `appointments`: by the key of their visit. `allowances`: by person.
    """

    monday: dt.date
    people: Sequence[Person]
    skills: Mapping[str, Sequence[PersonSkill]]
    availability: Mapping[str, Sequence[Availability]]
    absences: Mapping[str, Sequence[Absence]]
    units: Sequence[Unit]
    places: Mapping[str, Place]
    clients: Mapping[str, Client]
    wishes: Mapping[str, Sequence[ClientWish]]
    services: Mapping[str, Service]
    care_plans: Sequence[CarePlan]
    desks: Sequence[Desk]
    drives: Sequence[Drive]
    campaigns: Sequence[Campaign]
    recipients: Mapping[str, Sequence[Recipient]]
    kits: Sequence[Kit]
    pins: Sequence[Pin]
    tasks: Sequence[Task] = ()
    shifts: Mapping[str, Sequence[Shift]] = field(default_factory=dict)
    closed_days: Sequence[ClosedDay] = ()
    history: TurnHistory | None = None
    appointments: Mapping[str, Appointment] = field(default_factory=dict)
    allowances: Mapping[str, Allowance] = field(default_factory=dict)

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The seven dates, Monday first."""
        return tuple(self.monday + dt.timedelta(days=day) for day in range(7))

    def open_dates(self, weekdays: str) -> tuple[dt.date, ...]:
        """The dates of the week on `weekdays` (ISO digits) that are neither public holidays nor closed days."""
        return tuple(
            date
            for date in self.dates
            if str(date.isoweekday()) in weekdays and closed_on(date) is None and self.works_on(date)
        )

    def works_on(self, date: dt.date, *place_ids: str) -> bool:
        """Whether no closed day stops the whole office on this date, nor work at one of these places."""
        villages = {self.places[place].village for place in place_ids}
        return not any(
            day.date == date and (not day.villages or villages & set(day.villages)) for day in self.closed_days
        )


def grouped(records: Iterable[R], key: str) -> dict[str, list[R]]:
    """Records by the value of one of their fields."""
    groups: dict[str, list[R]] = defaultdict(list)
    for record in records:
        groups[getattr(record, key)].append(record)
    return dict(groups)


def by_id(records: Iterable[R]) -> dict[str, R]:
    """Records by their identifier."""
    return {record.id: record for record in records}


def read_week(records: OfficeRecords, monday: dt.date) -> OfficeWeek:
    """The office's records for the week that starts on `monday`."""
    sunday = monday + dt.timedelta(days=6)
    return OfficeWeek(
        monday=monday,
        people=sorted(records.all(Person), key=lambda person: person.code),
        skills=grouped(records.all(PersonSkill), "person_id"),
        availability=grouped(records.all(Availability), "person_id"),
        absences=grouped(records.all(Absence), "person_id"),
        units=sorted(records.all(Unit), key=lambda unit: unit.name),
        places=by_id(records.all(Place)),
        clients=by_id(records.all(Client)),
        wishes=grouped(records.all(ClientWish), "client_id"),
        services=by_id(records.all(Service)),
        care_plans=sorted(records.all(CarePlan), key=lambda plan: plan.code),
        desks=sorted(records.all(Desk), key=lambda desk: desk.code),
        drives=sorted(records.all(Drive, Drive.date >= monday, Drive.date <= sunday), key=lambda drive: drive.code),
        campaigns=sorted(
            records.all(Campaign, Campaign.first <= sunday, Campaign.last >= monday), key=lambda one: one.name
        ),
        recipients=grouped(records.all(Recipient), "campaign_id"),
        kits=sorted(records.all(Kit), key=lambda kit: kit.name),
        pins=sorted(records.all(Pin, Pin.date >= monday, Pin.date <= sunday), key=lambda pin: (pin.item, pin.seat)),
        tasks=open_tasks(records, monday),
        shifts=grouped(records.all(Shift, Shift.date >= monday, Shift.date <= sunday), "desk_id"),
        closed_days=records.all(ClosedDay, ClosedDay.date >= monday, ClosedDay.date <= sunday),
        history=read_turns(records, monday),
        appointments={one.item_key: one for one in records.all(Appointment, Appointment.monday == monday)},
        allowances={one.person_id: one for one in records.all(Allowance, Allowance.monday == monday)},
    )


def open_tasks(records: OfficeRecords, monday: dt.date, codes: Collection[str] | None = None) -> Sequence[Task]:
    """Requests that no published roster of another week serves; `codes`: of these at most."""
    asked = () if codes is None else (col(Task.code).in_(codes),)
    tasks = sorted(records.all(Task, *asked), key=lambda task: task.code)
    if not tasks:
        return tasks
    served = records.session.exec(
        select(RosterStop.task_id)
        .join(Roster, col(Roster.id) == RosterStop.roster_id)
        .where(
            col(RosterStop.task_id).in_([task.id for task in tasks]),
            Roster.status == "published",
            Roster.monday != monday,
        )
    )
    elsewhere = set(served)
    return [task for task in tasks if task.id not in elsewhere]
