"""Keeps what belongs to a person, client, campaign or the office as a list: it becomes what the workbook says.

What a list has and keeps stays the record it was. The lists of people, clients and campaigns that the workbook does
not mention are left alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from sqlmodel import col

from outreach.calendar.dates import TAIPEI
from outreach.intake.known import Known
from outreach.intake.rows import Row
from outreach.records import Absence, Availability, ClientWish, PersonSkill, Pin, Recipient, RosterStop
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.tally import Tally

R = TypeVar("R", bound=OfficeRecord)


def _replace(
    records: OfficeRecords,
    tally: Tally,
    had: Iterable[R],
    wanted: Iterable[R],
    identity: Callable[[R], Hashable],
) -> None:
    """Make the list what is wanted: the same members stay, others go, new ones come."""
    left = {identity(record): record for record in had}
    for record in {identity(record): record for record in wanted}.values():
        kept = left.pop(identity(record), None)
        if kept is None:
            records.add(record)
            tally.added += 1
        else:
            tally.set(kept, record.model_dump(exclude={"id", "office_id", "version", "corrected"}))
    for record in left.values():
        records.remove(record)
        tally.changed += 1


def _in_this_file(rows: Sequence[Row], known: Known) -> set[str]:
    return known.people_in_file | {known.people[row["person"]].id for row in rows}


def _keep_skills(records: OfficeRecords, known: Known, tally: Tally, rows: Sequence[Row]) -> None:
    known.people_in_file |= {known.people[row["code"]].id for row in rows}
    rows = [row for row in rows if "skills" in row.values]
    people = {known.people[row["code"]].id for row in rows}
    _replace(
        records,
        tally,
        (skill for skill in records.all(PersonSkill) if skill.person_id in people),
        (
            PersonSkill(office_id="", person_id=known.people[row["code"]].id, skill=skill, expires=expires)
            for row in rows
            for skill, expires in (row["skills"] or {}).items()
        ),
        lambda skill: (skill.person_id, skill.skill),
    )


def _keep_availability(records: OfficeRecords, known: Known, tally: Tally, rows: Sequence[Row]) -> None:
    people = _in_this_file(rows, known)
    _replace(
        records,
        tally,
        (span for span in records.all(Availability) if span.person_id in people),
        (
            Availability(
                office_id="",
                person_id=known.people[row["person"]].id,
                weekday=weekday,
                date=row["date"],
                start=row["start"],
                end=row["end"],
            )
            for row in rows
            for weekday in (map(int, row["weekdays"]) if row["weekdays"] else [None])
        ),
        lambda span: (span.person_id, span.weekday, span.date, span.start, span.end),
    )


def _keep_absences(records: OfficeRecords, known: Known, tally: Tally, rows: Sequence[Row]) -> None:
    people = _in_this_file(rows, known)
    _replace(
        records,
        tally,
        (absence for absence in records.all(Absence) if absence.person_id in people),
        (_absence(row, known.people[row["person"]].id) for row in rows),
        lambda absence: (absence.person_id, absence.start, absence.end),
    )


def _absence(row: Row, person_id: str) -> Absence:
    """From the start of the first day to the end of the last one, where no times are given."""
    last = row["last"] or row["first"]
    start = dt.datetime.combine(row["first"], row["start"] or dt.time.min, TAIPEI)
    end = dt.datetime.combine(last, row["end"] or dt.time.min, TAIPEI)
    if row["end"] is None:
        end += dt.timedelta(days=1)
    return Absence(office_id="", person_id=person_id, start=start, end=end, reason=row["reason"] or "")


def _keep_wishes(records: OfficeRecords, known: Known, tally: Tally, rows: Sequence[Row]) -> None:
    mentioned = {known.clients[row["code"]].id: row for row in rows}
    had = [wish for wish in records.all(ClientWish) if wish.client_id in mentioned]
    wanted = [
        ClientWish(office_id="", client_id=client_id, person_id=known.people[code].id, wish=wish)
        for client_id, row in mentioned.items()
        for wish in ("preferred", "refused")
        for code in row[wish] or ()
    ]
    unasked = [wish for wish in had if wish.wish not in mentioned[wish.client_id].values]
    _replace(records, tally, had, [*unasked, *wanted], lambda wish: (wish.client_id, wish.person_id))


def _keep_recipients(records: OfficeRecords, known: Known, tally: Tally, rows: Sequence[Row]) -> None:
    campaigns = {known.campaigns[row["campaign"]].id for row in rows}
    wanted = [
        Recipient(
            office_id="",
            campaign_id=known.campaigns[row["campaign"]].id,
            client_id=known.clients[row["client"]].id,
            units=row["units"] or 1,
        )
        for row in rows
    ]
    had = [recipient for recipient in records.all(Recipient) if recipient.campaign_id in campaigns]
    on_a_roster = {stop.recipient_id for stop in records.all(RosterStop, col(RosterStop.recipient_id).is_not(None))}
    asked = {_doorstep(recipient) for recipient in wanted}
    # An older roster still shows such a delivery, so the record stays, with nothing left to bring.
    wanted += [
        Recipient(office_id="", campaign_id=gone.campaign_id, client_id=gone.client_id, units=0)
        for gone in had
        if gone.id in on_a_roster and _doorstep(gone) not in asked
    ]
    _replace(records, tally, had, wanted, _doorstep)
    for row in rows:
        known.listed.setdefault(row["campaign"], set()).add(known.clients[row["client"]].id)


def _doorstep(recipient: Recipient) -> tuple[str, str]:
    return recipient.campaign_id, recipient.client_id


def _keep_pins(records: OfficeRecords, known: Known, tally: Tally, rows: Sequence[Row]) -> None:
    _replace(
        records,
        tally,
        records.all(Pin),
        (
            Pin(
                office_id="",
                item=row["item"],
                date=row["date"],
                seat=row["seat"] or 1,
                person_id=known.people[row["person"]].id,
                start=row["start"],
                never=bool(row["never"]),
            )
            for row in rows
        ),
        lambda pin: (pin.item, pin.date, pin.seat, pin.person_id),
    )


KeepList = Callable[[OfficeRecords, Known, Tally, Sequence[Row]], None]
LISTS: dict[str, tuple[KeepList, ...]] = {
    "people": (_keep_skills,),
    "availability": (_keep_availability,),
    "absences": (_keep_absences,),
    "clients": (_keep_wishes,),
    "campaigns": (_keep_recipients,),
    "pins": (_keep_pins,),
}
