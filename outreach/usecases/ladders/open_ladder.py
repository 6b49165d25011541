"""Begins what follows an unanswered door."""

from __future__ import annotations

import datetime as dt

from outreach.records import Client, Entry, Ladder, LadderStep, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.officers import officers_now
from outreach.usecases.ladders.pace import STEP_KINDS, pace_of
from outreach.usecases.ladders.tell_of_step import tell_of_door


def open_ladder(
    records: OfficeRecords, log: VisitLog, entry: Entry, *, key: str, door_at: dt.datetime, now: dt.datetime
) -> Ladder:
    """A new ladder with all its steps; the office's clock counts, not the device's. Who was there goes again, the rest
    is up to the duty officers.
    """
    client = records.get(Client, log.client_id) if log.client_id else None
    # What is known of them today: a grade that was raised since that roster was made makes the ladder faster.
    grade = max(client.need_grade if client else 0, log.need_grade)
    ladder = records.add(
        Ladder(
            office_id="",
            log_id=log.id,
            client_id=log.client_id,
            open_key=key,
            entry_id=entry.id,
            need_grade=grade,
            door_at=door_at,
            opened=now,
        )
    )
    records.session.flush()
    officer, due, steps = next(iter(officers_now(records, now)), None), now, []
    for number, (kind, minutes) in enumerate(zip(STEP_KINDS, pace_of(records, grade).minutes, strict=True), 1):
        due += dt.timedelta(minutes=minutes)
        owner = log.person_id if kind == "again" else officer
        steps.append(
            records.add(
                LadderStep(office_id="", ladder_id=ladder.id, number=number, kind=kind, due=due, owner_id=owner)
            )
        )
    records.session.flush()
    tell_of_door(records, ladder, log, steps[0], now=now)
    return ladder
