"""One thing that a roster leaves out, with what a coordinator wants to know before doing something about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import CarePlan, Client, Desk, Drive, Person, Roster, RosterUnserved, Shift, Task
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.show_unserved import ProofRow, UnservedRow, show_unserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The record that asks for the work: its kind as addresses name it, and its id; how often, and the last time."""

    kind: str
    record_id: str
    times_per_week: int | None = None
    every_days: int | None = None
    last_visit: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneUnserved:
    """One unserved thing. `number` of `many` in the order of the list, with its neighbours. `left`: who came through
    all rules on their own, as far as they are known. `proofs`: why no roster serves all work like it.
    """

    roster: Roster
    row: UnservedRow
    item_key: str
    seat: int
    number: int
    many: int
    before: UnservedRow | None
    after: UnservedRow | None
    left: tuple[str, ...]
    proofs: tuple[ProofRow, ...]
    phone: str
    need_grade: int
    source: Source | None


def show_one_unserved(records: OfficeRecords, actor: Actor, roster_id: str, unserved_id: str) -> OneUnserved:
    """One thing that the roster leaves out. Raises `NotThere`, also for who may not see everybody's work."""
    view = show_unserved(records, actor, roster_id)
    rows = (*view.mandatory, *view.optional)
    number = next((index for index, row in enumerate(rows) if row.unserved_id == unserved_id), None)
    one = records.get(RosterUnserved, unserved_id)
    if number is None or one is None:
        raise NotThere
    client = records.get(Client, one.client_id) if one.client_id else None
    return OneUnserved(
        roster=view.roster,
        row=rows[number],
        item_key=one.item_key,
        seat=max(1, one.seat),
        number=number + 1,
        many=len(rows),
        before=rows[number - 1] if number else None,
        after=rows[number + 1] if number + 1 < len(rows) else None,
        left=_left(records, one),
        proofs=tuple(proof for proof in view.proofs if _names(rows[number]) & set(proof.work)),
        phone=client.phone if client else "",
        need_grade=client.need_grade if client else 0,
        source=_source(records, one),
    )


def _names(row: UnservedRow) -> set[str]:
    """What proofs call it, see `to_roster`."""
    days = {opening.date for opening in row.openings}
    return {row.label, *(f"{row.label} {day.month}/{day.day}" for day in days)}


def _left(records: OfficeRecords, one: RosterUnserved) -> tuple[str, ...]:
    left = one.steps[-1]["left"] if one.steps else 0
    if not left:
        return ()
    lost = {person_id for step in one.steps for person_id in step["lost"]}
    people = [person.name for person in records.all(Person) if person.id not in lost]
    # Somebody who came after the roster was made is nobody whom it looked at.
    return tuple(people) if len(people) == left else ()


def _source(records: OfficeRecords, one: RosterUnserved) -> Source | None:
    kind, _, rest = one.item_key.partition(":")
    code = rest.split(":")[0]
    if kind == "plan":
        plan = next(iter(records.all(CarePlan, col(CarePlan.code) == code)), None)
        return plan and Source(
            kind="care-plans",
            record_id=plan.id,
            times_per_week=plan.times_per_week,
            every_days=plan.every_days,
            last_visit=plan.last_visit,
        )
    if kind == "gift":
        return Source(kind="clients", record_id=one.client_id) if one.client_id else None
    if kind == "task":
        task = next(iter(records.all(Task, col(Task.code) == rest)), None)
        return task and Source(kind="tasks", record_id=task.id)
    if kind == "drive":
        drive = next(iter(records.all(Drive, col(Drive.code) == rest)), None)
        return drive and Source(kind="drives", record_id=drive.id)
    return _of_desk(records, code, rest.rpartition(":")[2])


def _of_desk(records: OfficeRecords, code: str, date: str) -> Source | None:
    """The desk's exception on that date, if there is one, else the desk."""
    desk = next(iter(records.all(Desk, col(Desk.code) == code)), None)
    if desk is None:
        return None
    shifts = records.all(Shift, Shift.desk_id == desk.id, Shift.date == dt.date.fromisoformat(date))
    if shifts:
        return Source(kind="shifts", record_id=shifts[0].id)
    return Source(kind="desks", record_id=desk.id)
