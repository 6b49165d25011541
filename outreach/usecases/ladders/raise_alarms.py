"""The other clock: a crew that should have left a door and has not said so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from outreach.calendar.dates import TAIPEI
from outreach.records import Alarm, Message, Office, Person, Roster, RosterDuty, RosterStop, VisitLog
from outreach.records.database import OfficeRecords, again_if_in_the_way, office_records
from outreach.usecases.handing_out.where import where_to_read
from outreach.usecases.jobs.ask_for_job import ask_for_messages
from outreach.usecases.ladders.officers import officers_now
from outreach.usecases.ladders.pace import watch_of

LOOKS_BACK = dt.timedelta(hours=24)
"""What should have ended longer ago belongs to another day."""
Door = tuple[dt.date, str]
"""The date and the item of a stop: the same for all who were to be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Two or more who were to be at one door. `until`: the planned end. `log_id`: of one who has arrived."""

    door: Door
    until: dt.datetime
    people: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    log_id: str | None = None


def raise_alarms(engine: Engine, *, now: dt.datetime) -> int:
    """Raise and close what is to be, in every office; how many were raised. Each alarm once, in a transaction of its
    own, whatever runs beside it.
    """
    with Session(engine.execution_options(writes=False)) as session:
        offices = session.exec(select(Office.id)).all()
    raised, errors = 0, list[Exception]()
    for office_id in offices:
        try:
            raised += again_if_in_the_way(lambda: _of_office(engine, office_id, now))  # noqa: B023
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return raised


def _of_office(engine: Engine, office_id: str, now: dt.datetime) -> int:
    with office_records(engine, office_id=office_id, write=False) as records:
        late = dict(_late(records, now))
        known = records.all(Alarm, col(Alarm.date) >= (now - 2 * LOOKS_BACK).date())
        over = [one.id for one in known if one.closed is None and (one.kind, one.date, one.item_key) not in late]
    there = {(one.kind, one.date, one.item_key) for one in known}
    raised = 0
    for (kind, *_), crew in ((name, crew) for name, crew in late.items() if name not in there):
        with office_records(engine, office_id=office_id) as records:
            raised += _raise(records, kind, crew, now)
    for alarm_id in over:
        with office_records(engine, office_id=office_id) as records:
            alarm = records.get(Alarm, alarm_id, lock=True)
            if alarm is not None and alarm.closed is None:
                alarm.closed = now
    return raised


def _late(records: OfficeRecords, now: dt.datetime) -> Iterator[tuple[tuple[str, dt.date, str], Crew]]:
    """Every crew that is late by more than the grace, by the kind of its alarm, date and item."""
    limit = now - dt.timedelta(minutes=watch_of(records).grace)
    first = (now - LOOKS_BACK).astimezone(TAIPEI).date()
    logs: dict[Door, list[VisitLog]] = defaultdict(list)
    for log in records.all(VisitLog, VisitLog.date >= first, VisitLog.kind != "shift"):
        logs[log.date, log.item_key].append(log)
    planned = _planned_crews(records, now - LOOKS_BACK, limit)
    for door, there in logs.items():
        inside = [log for log in there if log.arrived is not None and log.left is None]
        names = {name for log in there for name in (log.person, *log.crew)} | set(
            planned[door].names if door in planned else ()
        )
        until = max(log.planned_to for log in there)
        if inside and len(names) > 1 and now - LOOKS_BACK < until <= limit:
            people = {log.person_id: log.person for log in there} | dict(
                planned[door].people if door in planned else ()
            )
            crew = Crew(
                door=door,
                until=until,
                people=tuple(sorted(people.items())),
                names=tuple(sorted(names)),
                log_id=inside[0].id,
            )
            yield ("not_checked_out", *door), crew
    for door, crew in planned.items():
        if door not in logs:
            yield ("not_reported", *door), crew


def _planned_crews(records: OfficeRecords, after: dt.datetime, before: dt.datetime) -> Mapping[Door, Crew]:
    """Doors of published rosters where two or more were to be, and which should have been left between these."""
    published = select(Roster.id).where(Roster.status == "published")
    held = (
        col(RosterStop.roster_id).in_(published),
        col(RosterStop.kind).in_(("visit", "delivery")),
        col(RosterStop.end) > after,
        col(RosterStop.end) <= before,
    )
    together = (
        select(RosterStop.roster_id, RosterStop.item_key)
        .where(*held)
        .group_by(col(RosterStop.roster_id), col(RosterStop.item_key))
        .having(func.count() > 1)
    )
    items = {item for _, item in records.session.exec(together)}
    if not items:
        return {}
    asked = (
        select(RosterStop, RosterDuty)
        .join(RosterDuty, col(RosterDuty.id) == col(RosterStop.duty_id))
        .where(*held, col(RosterStop.item_key).in_(items))
    )
    rows: dict[Door, list[tuple[RosterStop, str]]] = defaultdict(list)
    for stop, duty in records.session.exec(asked):
        rows[duty.date, stop.item_key].append((stop, duty.person_id))
    names = {one.id: one.name for one in records.all(Person)}
    return {door: crew for door, there in rows.items() if (crew := _crew(door, there, names)) is not None}


def _crew(door: Door, there: Sequence[tuple[RosterStop, str]], names: Mapping[str, str]) -> Crew | None:
    people = {person_id: names.get(person_id, "") for _, person_id in there}
    if len(people) < 2:
        return None
    return Crew(
        door=door,
        until=max(stop.end for stop, _ in there),
        people=tuple(sorted(people.items())),
        names=tuple(sorted(filter(None, people.values()))),
    )


def _raise(records: OfficeRecords, kind: str, crew: Crew, now: dt.datetime) -> bool:
    date, item_key = crew.door
    alarm = Alarm(
        office_id="",
        kind=kind,
        date=date,
        item_key=item_key,
        log_id=crew.log_id,
        people=list(crew.names),
        person_ids=[person_id for person_id, _ in crew.people],
        late_since=crew.until,
        raised=now,
    )
    try:
        with records.session.begin_nested():
            records.add(alarm)
    except IntegrityError:
        # Another worker was faster: it has told whoever is to know.
        return False
    officer = next(iter(officers_now(records, now)), None)
    if officer is not None:
        what = "還沒有回報離開" if kind == "not_checked_out" else "沒有任何回報"
        text = f"{crew.until:%H:%M} 應結束的 {len(crew.names)} 人同行勤務，{what}。請打電話確認平安。"
        records.add(
            Message(
                office_id="",
                person_id=officer,
                occasion=f"alarm:{alarm.id}",
                subject="同行人員逾時未回報",
                text=f"{text}\n{where_to_read(records.office, '/')}",
                created=now,
            )
        )
        ask_for_messages(records, account_id=None, now=now)
    return True
