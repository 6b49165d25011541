"""Forget tries that nobody looks at any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from outreach.records import Office, Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.weeks.discard_roster import remove_rows

KEPT = dt.timedelta(days=1)
"""How long a try can be looked at: longer than a working day, and no more."""


def forget_tries(engine: Engine, *, now: dt.datetime) -> int:
    """Remove every office's tries that are older than `KEPT`, or followed by a newer one of the same level; how many
    there were.
    """
    with Session(engine) as session:
        offices = session.exec(select(Office.id)).all()
    gone = 0
    for office_id in offices:
        with office_records(engine, office_id=office_id, write=False) as records:
            if not old_tries(records, now):
                continue
        with office_records(engine, office_id=office_id) as records:
            gone += remove_tries(records, old_tries(records, now))
    return gone


def tries_of(records: OfficeRecords, roster_id: str | None = None) -> list[Roster]:
    """The tries of one roster, or of all, the newest first."""
    of_roster = () if roster_id is None else (Roster.base_id == roster_id,)
    with records.with_tries():
        found = records.all(Roster, Roster.status == "trial", *of_roster)
    return sorted(found, key=lambda one: (one.created, -one.revision), reverse=True)


def old_tries(records: OfficeRecords, now: dt.datetime) -> list[Roster]:
    """The tries that nobody looks at any more."""
    seen: set[tuple[str | None, str]] = set()
    old = []
    for one in tries_of(records):
        key = (one.base_id, one.level)
        if key in seen or one.created < now - KEPT:
            old.append(one)
        seen.add(key)
    return old


def remove_tries(records: OfficeRecords, tries: Iterable[Roster]) -> int:
    """Remove these with all their rows; how many there were."""
    ids = [one.id for one in tries]
    with records.with_tries():
        locked = records.session.exec(
            select(Roster).where(col(Roster.id).in_(ids), Roster.status == "trial").with_for_update()
        ).all()
        for one in locked:
            remove_rows(records, one)
    return len(locked)
