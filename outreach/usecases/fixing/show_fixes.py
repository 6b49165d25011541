"""What has been found for one unserved thing, as a coordinator reads it; shown only while it still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.records import Client, FoundFixes, Job, Person, Roster, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.fixing.made_from import still_so
from outreach.usecases.jobs.ask_for_job import looks_for
from outreach.usecases.weeks.own_duty import require_everybody

State = Literal["none", "looking", "found", "stale", "failed"]
RECENT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person as they are named here."""

    person_id: str
    name: str
    role: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Who takes a seat (from 1), and when it starts."""

    who: Who
    seat: int
    start: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What has to be agreed first. `what`: `moved`, `there`, `limit`, `skills`, `role` or `fewer`; the rest as it has
    need of. `minutes`: time beyond what they offered. `limit`: `day_hours`, `week_hours` or `max_days`.
    """

    what: str
    who: Who | None = None
    date: dt.date | None = None
    start: dt.time | None = None
    until: dt.time | None = None
    minutes: int = 0
    limit: str = ""
    value: float = 0.0
    before: float = 0.0
    skills: tuple[str, ...] = ()
    role: str = ""
    crew: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop, in short. `client`: the name, or `""`."""

    label: str
    letter: str
    client: str
    start: dt.datetime
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A seat that another person has then."""

    stop: Stop
    left: Who | None
    takes: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One person's day before and after: when they are out, and their stops in order."""

    who: Who
    date: dt.date
    before: tuple[dt.datetime, dt.datetime] | None
    after: tuple[dt.datetime, dt.datetime] | None
    was: tuple[Stop, ...]
    will: tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way that was tried; `number` is what it is applied by. `affected`: whose other work changes. `why`: which of
    the office's own rules forbids it, `""` for the plan's. `minutes`: what it costs more, in cost-minutes.
    """

    number: int
    kind: str
    possible: bool
    why: str
    agreed: tuple[Agreement, ...]
    asked: tuple[Who, ...]
    takes: tuple[Taker, ...] = ()
    affected: tuple[Who, ...] = ()
    moves: tuple[Move, ...] = ()
    days: tuple[Day, ...] = ()
    missed: int = 0
    left: int = 0
    minutes: float = 0.0

    @property
    def by_click(self) -> bool:
        """Whether it can be applied, or something has to happen outside first."""
        return self.possible and all(one.what != "skills" for one in self.agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHead:
    """How far a job is that looks."""

    id: str
    status: str
    share: float
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FixesView:
    """What is known. `state`: `none`: nobody has looked; `looking`: `job` does; `found`: `ways` and `vain` hold;
    `stale`: something has changed since; `failed`: the last job did, `fault` says why.
    """

    state: State
    ways: tuple[Way, ...] = ()
    vain: tuple[Way, ...] = ()
    at: dt.datetime | None = None
    seconds: float = 0.0
    job: JobHead | None = None
    fault: Mapping[str, str] | None = None


def show_fixes(records: OfficeRecords, actor: Actor, *, roster_id: str, unserved_id: str) -> FixesView:
    """What has been found for one unserved thing. Raises `NotThere`, also for who may not see everybody's work."""
    require_everybody(actor)
    roster, one = records.get(Roster, roster_id), records.get(RosterUnserved, unserved_id)
    if roster is None or one is None or one.roster_id != roster_id:
        raise NotThere
    found = records.all(
        FoundFixes, FoundFixes.roster_id == roster_id, FoundFixes.item_key == one.item_key, FoundFixes.seat == one.seat
    )
    job = _last_job(records, roster_id, one)
    if job is not None and job.status in ("waiting", "running") and not (found and found[0].job_id == job.id):
        return FixesView(state="looking", job=head_of(job))
    if not found:
        failed = job is not None and job.status == "failed"
        return FixesView(state="failed" if failed else "none", fault=job.fault if job is not None else None)
    if not still_so(records, roster, found[0].stamp):
        return FixesView(state="stale", at=found[0].at)
    ways = tuple(_read(records, found[0].ways))
    return FixesView(
        state="found",
        ways=tuple(way for way in ways if way.possible),
        vain=tuple(way for way in ways if not way.possible),
        at=found[0].at,
        seconds=found[0].seconds,
    )


def count_fixes(records: OfficeRecords, roster: Roster) -> dict[tuple[str, int], int]:
    """How many verified ways there are for what was looked at and still holds, by work and seat."""
    found = records.all(FoundFixes, FoundFixes.roster_id == roster.id)
    stamps = {str(sorted(one.stamp.items())): one.stamp for one in found}
    holds = {key for key, stamp in stamps.items() if still_so(records, roster, stamp)}
    return {
        (one.item_key, one.seat): sum(1 for way in one.ways if way["possible"])
        for one in found
        if str(sorted(one.stamp.items())) in holds
    }


def job_for_all(records: OfficeRecords, roster_id: str) -> JobHead | None:
    """The job that looks for all mandatory things of this roster just now, if one does."""
    active = records.all(Job, Job.kind == "fixes", col(Job.status).in_(("waiting", "running")))
    return next((head_of(job) for job in active if looks_for(job.given, roster_id, None)), None)


def head_of(job: Job) -> JobHead:
    """The job in short."""
    return JobHead(id=job.id, status=job.status, share=job.share, told=dict(job.told))


def _last_job(records: OfficeRecords, roster_id: str, one: RosterUnserved) -> Job | None:
    asked = select(Job).where(Job.kind == "fixes").order_by(col(Job.created).desc(), col(Job.id)).limit(RECENT)
    wanted = (one.id, None) if one.mandatory else (one.id,)
    jobs = records.session.exec(asked).all()
    return next((job for job in jobs if any(looks_for(job.given, roster_id, each) for each in wanted)), None)


def _read(records: OfficeRecords, ways: Sequence[Mapping[str, Any]]) -> Iterator[Way]:
    """The ways with the names of today."""
    people = {person.id: person for person in records.all(Person)}
    named = {stop["client"] for way in ways for stop in _stops(way) if stop.get("client")}
    clients = {one.id: one.name for one in records.all(Client, col(Client.id).in_(named))} if named else {}
    reader = _Reader(people, clients)
    for number, way in enumerate(ways, 1):
        yield reader.way(number, way)


def _stops(way: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from way.get("moves", ())
    for day in way.get("days", ()):
        yield from day["was"]
        yield from (day["duty"] or {}).get("stops", ())


class _Reader:
    """Knows what the ids in a way mean today."""

    def __init__(self, people: Mapping[str, Person], clients: Mapping[str, str]) -> None:
        self.people, self.clients = people, clients

    def who(self, person_id: str) -> Who:
        person = self.people.get(person_id)
        if person is None:
            return Who(person_id=person_id, name="—", role="", phone="")
        return Who(person_id=person.id, name=person.name, role=person.role, phone=person.phone)

    def way(self, number: int, told: Mapping[str, Any]) -> Way:
        takes = tuple(
            Taker(who=self.who(one["person"]), seat=one["seat"], start=_moment(one["start"]))
            for one in told.get("takes", ())
        )
        return Way(
            number=number,
            kind=told["kind"],
            possible=told["possible"],
            why=told["why"],
            agreed=tuple(map(self.agreement, told["agreed"])),
            asked=tuple(map(self.who, told["asked"])),
            takes=takes,
            affected=tuple(map(self.who, told.get("persons", ()))),
            moves=tuple(map(self.move, told.get("moves", ()))),
            days=tuple(map(self.day, told.get("days", ()))),
            missed=told.get("missed", 0),
            left=told.get("left", 0),
            minutes=told.get("minutes", 0.0),
        )

    def agreement(self, told: Mapping[str, Any]) -> Agreement:
        return Agreement(
            what=told["what"],
            who=self.who(told["person"]) if "person" in told else None,
            date=dt.date.fromisoformat(told["date"]) if "date" in told else None,
            start=_time(told.get("start") or told.get("from")),
            until=_time(told.get("until")),
            minutes=told.get("minutes", 0),
            limit=told.get("limit", ""),
            value=told.get("value", 0.0),
            before=told.get("before", 0.0),
            skills=tuple(told.get("skills", ())),
            role=told.get("role", ""),
            crew=told.get("crew", 0),
        )

    def move(self, told: Mapping[str, Any]) -> Move:
        left = told["from"]
        return Move(stop=self.stop(told), left=left and self.who(left), takes=self.who(told["to"]))

    def stop(self, told: Mapping[str, Any]) -> Stop:
        return Stop(
            label=told["label"],
            letter=told["letter"],
            client=self.clients.get(told["client"] or "", ""),
            start=_moment(told["start"]),
            end=_moment(told["end"]) if "end" in told else None,
        )

    def day(self, told: Mapping[str, Any]) -> Day:
        duty = told["duty"]
        return Day(
            who=self.who(told["person"]),
            date=dt.date.fromisoformat(told["date"]),
            before=told["span"] and (_moment(told["span"][0]), _moment(told["span"][1])),
            after=duty and (_moment(duty["departure"]), _moment(duty["arrival"])),
            was=tuple(map(self.stop, told["was"])),
            will=tuple(self.stop(stop) for stop in (duty or {"stops": ()})["stops"] if stop["item_key"]),
        )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _time(text: str | None) -> dt.time | None:
    return None if text is None else dt.time.fromisoformat(text)
