"""Entries of the field as they are kept, for tests of what follows them."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from sqlmodel import col

from outreach.records import Client, Entry, Ladder, LadderStep, Person, RosterStop, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.follow_entry import follow_entry


def door_of(records: OfficeRecords, person_code: str, client_code: str = "", *, key: str = "", **more: Any) -> VisitLog:
    """The line of the visit log of this person at this client's door, made when it is not there. `key`: of the item."""
    (person,) = records.all(Person, Person.code == person_code)
    client = records.all(Client, Client.code == client_code)[0] if client_code else None
    date = more.pop("date", dt.date(2026, 12, 2))
    key = key or f"door:{client_code}"
    found = records.all(VisitLog, VisitLog.person_id == person.id, VisitLog.item_key == key, VisitLog.date == date)
    if found:
        return found[0]
    planned = dt.datetime.combine(date, dt.time(13, 30), dt.timezone(dt.timedelta(hours=8)))
    told: dict[str, Any] = {
        "kind": "visit",
        "letter": "訪",
        "service": "訪視問安",
        "planned_from": planned,
        "planned_to": planned + dt.timedelta(minutes=20),
        "updated": planned,
        "village": "平安里",
        "address": "示範一路990號",
    }
    log = records.add(
        VisitLog(
            office_id="",
            date=date,
            person_id=person.id,
            item_key=key,
            person=person.name,
            role=person.role,
            client_id=client.id if client else None,
            client=client.name if client else "",
            need_grade=client.need_grade if client else 0,
            **told | more,
        )
    )
    records.session.flush()
    return log


def note(
    records: OfficeRecords,
    log: VisitLog,
    outcome: str,
    *,
    now: dt.datetime,
    seen: bool | None = None,
    device_at: dt.datetime | None = None,
    action: str = "result",
    account_id: str | None = None,
    link_id: str | None = None,
    remarks: str = "",
) -> Entry:
    """One entry at this door, kept with the log and followed as the field's own are."""
    content = {"outcome": outcome, "seen": seen, "remarks": remarks} if action == "result" else {}
    entry = records.add(
        Entry(
            office_id="",
            log_id=log.id,
            key=secrets.token_hex(16),
            digest="0" * 64,
            action=action,
            content=content,
            device_at=device_at or now,
            at=now,
            account_id=account_id,
            link_id=link_id,
        )
    )
    if action == "result":
        log.outcome, log.seen, log.remarks = outcome, seen, remarks
    records.session.flush()
    follow_entry(records, log, entry, now=now)
    return entry


def steps_of(records: OfficeRecords, ladder: Ladder) -> list[LadderStep]:
    """In order."""
    return sorted(records.all(LadderStep, LadderStep.ladder_id == ladder.id), key=lambda one: one.number)


def roster_door(records: OfficeRecords, client_id: str) -> RosterStop:
    """A stop of any roster at this client's."""
    return records.all(RosterStop, col(RosterStop.client_id) == client_id)[0]
