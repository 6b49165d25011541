"""The records that an office has, by the words that a workbook uses for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlmodel import col

from outreach.intake.known import Known
from outreach.records import (
    Campaign,
    CarePlan,
    Client,
    ClosedDay,
    Desk,
    Drive,
    Insurance,
    Kit,
    Person,
    Pin,
    Recipient,
    Service,
    Shift,
    Task,
    Training,
    Unit,
)
from outreach.records.database import OfficeRecords


class _Coded(Protocol):
    code: str
    other_codes: list[str]


C = TypeVar("C", bound=_Coded)


def load_known(records: OfficeRecords) -> Known:
    """Everything that a row may refer to, asked for once."""
    campaigns = records.all(Campaign)
    names = {campaign.id: campaign.name for campaign in campaigns}
    desks = records.all(Desk)
    codes = {desk.id: desk.code for desk in desks}
    people = records.all(Person)
    who = {person.id: person.code for person in people}
    known = Known(
        units={unit.name: unit for unit in records.all(Unit)},
        people=_by_code(people),
        kits={kit.name: kit for kit in records.all(Kit)},
        services={service.name: service for service in records.all(Service)},
        clients=_by_code(records.all(Client)),
        care_plans={plan.code: plan for plan in records.all(CarePlan)},
        requests={task.code: task for task in records.all(Task)},
        desks={desk.code: desk for desk in desks},
        shifts={f"{codes[shift.desk_id]} {shift.date}": shift for shift in records.all(Shift)},
        closed_days={" ".join([str(day.date), *sorted(day.villages)]): day for day in records.all(ClosedDay)},
        trainings={
            training_key(who[one.person_id], one.kind, one.category, one.provider, one.date): one
            for one in records.all(Training)
        },
        insurances={insurance_key(who[one.person_id], one.start): one for one in records.all(Insurance)},
        drives={drive.code: drive for drive in records.all(Drive)},
        campaigns={campaign.name: campaign for campaign in campaigns},
        hand_pins=tuple(records.all(Pin, col(Pin.by_hand).is_(True))),
    )
    for recipient in records.all(Recipient):
        known.listed.setdefault(names[recipient.campaign_id], set()).add(recipient.client_id)
    return known


def training_key(code: str, kind: str, category: str | None, provider: str | None, date: dt.date) -> str:
    """What stands for a training of the person with this code."""
    return " ".join(str(one) for one in (code, kind, category, provider, date) if one)


def insurance_key(code: str, start: dt.date) -> str:
    """What stands for an insurance that begins on this day, of the person with this code."""
    return f"{code} {start}"


def _by_code(records: Sequence[C]) -> dict[str, C]:
    """By every code that a workbook uses; a record's own comes before another's other one."""
    others = {code: record for record in records for code in record.other_codes}
    return others | {record.code: record for record in records}
