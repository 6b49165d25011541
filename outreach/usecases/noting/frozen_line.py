"""A line of the visit log as its first entry finds it: who, where and with whom, as it is that day."""

from __future__ import annotations

import datetime as dt

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
    """A new line for this stop, not yet kept. In a fixed number of queries."""
    asked = select(Person, Unit.name).where(Person.id == duty.person_id, Unit.id == Person.unit_id)
    person, unit = records.session.exec(asked).one()
    client = records.get(Client, stop.client_id) if stop.client_id else None
    places = {place.id: place for place in records.all(Place, col(Place.id).in_({stop.place_id, stop.end_place_id}))}
    place = places[stop.place_id]
    # A way from one address to another, such as an escort to a hospital.
    way = (place.address, places[stop.end_place_id].address) if stop.end_place_id != stop.place_id else (place.address,)
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
        category=_category(records, stop),
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


def _category(records: OfficeRecords, stop: RosterStop) -> str:
    """Of the service that was given; desks and drives have none."""
    asked = select(Service.category)
    if stop.care_plan_id:
        asked = asked.where(CarePlan.id == stop.care_plan_id, Service.id == CarePlan.service_id)
    elif stop.task_id:
        asked = asked.where(Task.id == stop.task_id, Service.id == Task.service_id)
    elif stop.recipient_id:
        asked = asked.where(
            Recipient.id == stop.recipient_id,
            Campaign.id == Recipient.campaign_id,
            Service.id == Campaign.service_id,
        )
    else:
        return ""
    return records.session.exec(asked).one_or_none() or ""
