"""The visit log: what really happened, and what is still expected, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Client, Person, Place, RosterDuty, RosterStop, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.noting.which_visits import Wanted, expected_where, labels_of, noted_where, of_expected
from outreach.usecases.weeks.own_duty import require_everybody

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One line. `id`: of the visit log, or of the stop while nobody has noted anything (`log` is `None`)."""

    id: str
    date: dt.date
    person_id: str
    person: str
    role: str
    crew: tuple[str, ...]
    kind: str
    letter: str
    service: str
    client_id: str | None
    client: str
    village: str
    address: str
    units: int
    planned_from: dt.datetime
    planned_to: dt.datetime
    log: VisitLog | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """Some lines. `first`: the number of the first one, from 1; `found`: how many there are on all pages."""

    lines: tuple[VisitLine, ...]
    first: int
    found: int

    @property
    def next(self) -> int | None:
        """The number of the first line of the next page."""
        after = self.first + len(self.lines)
        return after if self.lines and after <= self.found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a day has come. `arrived`: so far, those that are done too; `done`: with an outcome other than an
    unanswered door. A shift is done once somebody has signed out.
    """

    planned: int
    arrived: int
    done: int
    no_answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the log can be narrowed to: people by id and name, services, 里."""

    people: tuple[tuple[str, str], ...]
    services: tuple[str, ...]
    villages: tuple[str, ...]


def list_visits(
    records: OfficeRecords, actor: Actor, wanted: Wanted, *, first: int = 1, limit: int = ON_A_PAGE
) -> VisitPage:
    """Up to `limit` lines from the number `first` on. In a fixed number of queries. Raises `NotThere`."""
    require_everybody(actor)
    keys = _keys(wanted, records.office.id)
    if keys is None:
        return VisitPage(lines=(), first=1, found=0)
    execute: Any = records.session.execute
    found = execute(select(func.count()).select_from(keys)).scalar_one()
    order = (keys.c.date.desc(), keys.c.start.desc(), keys.c.id)
    asked = select(keys.c.id, keys.c.is_noted).order_by(*order).offset(first - 1).limit(limit)
    chosen = execute(asked).all()
    lines = {line.id: line for line in _lines(records, chosen)}
    return VisitPage(lines=tuple(lines[line_id] for line_id, _ in chosen), first=first, found=found)


def _keys(wanted: Wanted, office_id: str) -> Any:
    """What every line is found and put in order by; `None` when nothing can be what is wanted."""
    parts: list[Any] = []
    if not wanted.missing:
        noted: Any = select(
            col(VisitLog.id).label("id"),
            literal(1).label("is_noted"),
            col(VisitLog.date).label("date"),
            col(VisitLog.planned_from).label("start"),
        )
        parts.append(noted.where(col(VisitLog.office_id) == office_id, *noted_where(wanted)))
    if not wanted.outcome:
        planned: Any = select(
            col(RosterStop.id).label("id"),
            literal(0).label("is_noted"),
            col(RosterDuty.date).label("date"),
            col(RosterStop.start).label("start"),
        )
        parts.append(of_expected(planned, office_id).where(*expected_where(wanted, office_id)))
    if not parts:
        return None
    whole: Any = union_all(*parts) if len(parts) > 1 else parts[0]
    return whole.subquery()


def _lines(records: OfficeRecords, chosen: Sequence[tuple[str, int]]) -> Iterator[VisitLine]:
    logs = [line_id for line_id, is_noted in chosen if is_noted]
    stops = [line_id for line_id, is_noted in chosen if not is_noted]
    for log in records.all(VisitLog, col(VisitLog.id).in_(logs)) if logs else ():
        yield line_of(log)
    if not stops:
        return
    whole: Any = select(RosterStop, RosterDuty, Person, Place, Client)
    asked = of_expected(whole, records.office.id).where(col(RosterStop.id).in_(stops))
    for stop, duty, person, place, client in records.session.execute(asked):
        yield VisitLine(
            id=stop.id,
            date=duty.date,
            person_id=person.id,
            person=person.name,
            role=person.role,
            crew=(),
            kind=stop.kind,
            letter=stop.letter,
            service=stop.label,
            client_id=stop.client_id,
            client=client.name if client else "",
            village=place.village,
            address=place.address,
            units=stop.units,
            planned_from=stop.start,
            planned_to=stop.end,
            log=None,
        )


def line_of(log: VisitLog) -> VisitLine:
    """A line that somebody has noted something about."""
    return VisitLine(
        id=log.id,
        date=log.date,
        person_id=log.person_id,
        person=log.person,
        role=log.role,
        crew=tuple(log.crew),
        kind=log.kind,
        letter=log.letter,
        service=log.service,
        client_id=log.client_id,
        client=log.client,
        village=log.village,
        address=log.address,
        units=log.units,
        planned_from=log.planned_from,
        planned_to=log.planned_to,
        log=log,
    )


def progress_of(records: OfficeRecords, actor: Actor, date: dt.date) -> Progress:
    """How far the work of this day has come. Raises `NotThere`."""
    require_everybody(actor)
    of_day, office_id = Wanted(first=date, last=date), records.office.id
    expected = of_expected(select(func.count(col(RosterStop.id))), office_id).where(*expected_where(of_day, office_id))
    logs = records.all(VisitLog, VisitLog.date == date)
    return Progress(
        planned=records.session.execute(expected).scalar_one() + len(logs),
        arrived=sum(1 for log in logs if log.arrived or log.left or log.outcome),
        done=sum(1 for log in logs if log.outcome not in ("", "no_answer") or (log.kind == "shift" and log.left)),
        no_answer=sum(1 for log in logs if log.outcome == "no_answer"),
    )


def choices_of(records: OfficeRecords, actor: Actor, wanted: Wanted) -> Choices:
    """What can be chosen above the log. Raises `NotThere`."""
    require_everybody(actor)
    labels = {tuple(row) for part in labels_of(wanted, records.office.id) for row in records.session.execute(part)}
    people = sorted(records.all(Person), key=lambda one: (one.role, one.name, one.code))
    return Choices(
        people=tuple((one.id, f"{one.name}（{one.code}）") for one in people),
        services=tuple(sorted({service for service, _ in labels if service})),
        villages=tuple(sorted({village for _, village in labels if village})),
    )
