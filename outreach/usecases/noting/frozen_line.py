"""A line of the visit log as its first entry finds it: who, where and with whom, as it is that day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from outreach.records import (
    Campaign,
    CarePlan,
    Client,
    Person,
    Place,
    Recipient,
    RosterDuty,
    RosterStop,
    Service,
    Task,
    Unit,
    VisitLog,
)
from outreach.records.database import OfficeRecords


def frozen_line(records: OfficeRecords, duty: RosterDuty, stop: RosterStop, now: dt.datetime) -> VisitLog:
    """A new line for this stop, not yet kept. In two queries: a crowd of phones begins its lines at the same time."""
    person, unit, place, end_place, client, category = _facts(records, duty, stop)
    # A way from one address to another, such as an escort to a hospital.
    way = (place.address, end_place.address) if end_place.id != place.id else (place.address,)
    return VisitLog(
        office_id="",
        date=duty.date,
        person_id=person.id,
        item_key=stop.item_key,
        roster_id=stop.roster_id,
        stop_id=stop.id,
        client_id=stop.client_id,
        person=person.name,
        role=person.role,
        unit=unit,
        crew=_crew(records, stop),
        kind=stop.kind,
        letter=stop.letter,
        service=stop.label,
        category=category or "",
        client=client.name if client else "",
        need_grade=client.need_grade if client else 0,
        village=place.village,
        address=" → ".join(way),
        planned_from=stop.start,
        planned_to=stop.end,
        units=stop.units,
        updated=now,
    )


def _crew(records: OfficeRecords, stop: RosterStop) -> list[str]:
    """Names of those who were to be there at the same time, by seat."""
    beside = (
        select(Person.name)
        .where(
            RosterStop.roster_id == stop.roster_id,
            RosterStop.item_key == stop.item_key,
            RosterStop.id != stop.id,
            RosterStop.start < stop.end,
            RosterStop.end > stop.start,
            RosterDuty.id == RosterStop.duty_id,
            Person.id == RosterDuty.person_id,
        )
        .order_by(col(RosterStop.seat))
    )
    return list(records.session.exec(beside))


def _facts(
    records: OfficeRecords, duty: RosterDuty, stop: RosterStop
) -> tuple[Person, str, Place, Place, Client | None, str | None]:
    """Who, of which unit, from where to where, for whom, and of which category; desks and drives have none."""
    end_place = aliased(Place)
    asked: Any = (
        select(Person, Unit.name, Place, end_place, Client, Service.category)  # type: ignore[call-overload]
        .select_from(RosterStop)
        .join(Person, col(Person.id) == duty.person_id)
        .join(Unit, col(Unit.id) == Person.unit_id)
        .join(Place, col(Place.id) == RosterStop.place_id)
        .join(end_place, col(end_place.id) == RosterStop.end_place_id)
        .outerjoin(Client, col(Client.id) == RosterStop.client_id)
        .outerjoin(CarePlan, col(CarePlan.id) == RosterStop.care_plan_id)
        .outerjoin(Task, col(Task.id) == RosterStop.task_id)
        .outerjoin(Recipient, col(Recipient.id) == RosterStop.recipient_id)
        .outerjoin(Campaign, col(Campaign.id) == Recipient.campaign_id)
        .outerjoin(Service, col(Service.id) == func.coalesce(CarePlan.service_id, Task.service_id, Campaign.service_id))
        .where(RosterStop.id == stop.id)
    )
    found: tuple[Person, str, Place, Place, Client | None, str | None] = records.session.exec(asked).one()
    return found
