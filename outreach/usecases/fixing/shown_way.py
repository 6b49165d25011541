"""One way to serve what is unserved, as a coordinator reads it: with names for what is kept as identifiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col

from outreach.forms.moments import ShownTime
from outreach.records import Client, Person
from outreach.records.database import OfficeRecords


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
    start: ShownTime | None = None
    until: ShownTime | None = None
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
class Retimed:
    """A stop that stays with its person, at another time than before."""

    who: Who
    stop: Stop
    was: dt.datetime


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
    retimed: tuple[Retimed, ...] = ()
    days: tuple[Day, ...] = ()
    missed: int = 0
    left: int = 0
    minutes: float = 0.0

    @property
    def by_click(self) -> bool:
        """Whether it can be applied, or something has to happen outside first."""
        return self.possible and all(one.what != "skills" for one in self.agreed)


def read_ways(records: OfficeRecords, ways: Sequence[Mapping[str, Any]]) -> Iterator[Way]:
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
            retimed=tuple(one for day in told.get("days", ()) for one in self.retimed(day)),
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

    def retimed(self, told: Mapping[str, Any]) -> Iterator[Retimed]:
        """The stops of one day that begin at another minute then."""
        was = {(stop["item_key"], stop["seat"]): stop for stop in told["was"]}
        for stop in (told["duty"] or {"stops": ()})["stops"]:
            before = was.get((stop["item_key"], stop["seat"]))
            if before is not None and before["start"][:16] != stop["start"][:16]:
                yield Retimed(who=self.who(told["person"]), stop=self.stop(stop), was=_moment(before["start"]))

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
