"""A small office whose roster has been published, with a draft after it that moves some of the work."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from outreach.records import Office, Person, Roster, RosterDuty, RosterStop, RosterUnserved, Week
from outreach.records.database import OfficeRecords
from tests.office import MONDAY, at, small_office


def revised_office(engine: Engine, **more: object) -> tuple[str, str]:
    """Fill an empty database; the identifiers of revision 1 (published) and revision 2 (a draft).

    In the draft the shift of 林秀琴 starts half an hour later, and 郭育誠 instead of 周柏宇 joins her at the last door:
    three days of three people differ.
    """
    small_office(engine, **more)  # type: ignore[arg-type]
    with Session(engine, expire_on_commit=False) as session, session.begin():
        records = OfficeRecords(session, session.exec(select(Office)).one())
        published = records.all(Roster)[0]
        published.status, published.published_at = "published", at(-3, "17:00")
        records.add(Week(office_id="", monday=MONDAY, published_id=published.id))
        draft = records.add(
            Roster(
                **published.model_dump(exclude={"id", "status", "revision", "published_at", "version", "base_id"}),
                revision=2,
                base_id=published.id,
            )
        )
        session.flush()
        people = {person.code: person.id for person in records.all(Person)}
        for duty in records.all(RosterDuty, RosterDuty.roster_id == published.id):
            values = duty.model_dump(exclude={"id", "version"}) | {"roster_id": draft.id}
            joins = duty.person_id == people["S001"]
            copy = records.add(RosterDuty(**values | ({"person_id": people["K001"]} if joins else {})))
            session.flush()
            for stop in records.all(RosterStop, col(RosterStop.duty_id) == duty.id):
                moved = dt.timedelta(minutes=30 if stop.kind == "shift" else 0)
                changed = {"roster_id": draft.id, "duty_id": copy.id, "start": stop.start + moved}
                records.add(RosterStop(**stop.model_dump(exclude={"id", "version"}) | changed))
        for left in records.all(RosterUnserved):
            records.add(RosterUnserved(**left.model_dump(exclude={"id", "version"}) | {"roster_id": draft.id}))
        return published.id, draft.id


__all__ = ["MONDAY", "revised_office"]
