"""Who could stand in for somebody who cannot come: named deputies by rank, then whoever could take most of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Absence, Deputy, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere, Refused
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.judgement import Candidate
from outreach.usecases.trying.who_could import who_could
from outreach.usecases.weeks.coordinators_only import office_readers_only

MOST_OTHERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftStop:
    """One stop that somebody else has to take, and by how many people it could be."""

    stop: RosterStop
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """One person. `rank`: as a named deputy, 0 for who is none. `takes`: the stops that they could take as the roster
    is, beside their own; `busy`: they have a duty that day; `away`: an absence of theirs runs into it.
    """

    person: Person
    rank: int
    takes: tuple[str, ...]
    minutes: float
    busy: bool
    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    """Of one duty: whose it is, what is left of it, and who could take that, whom to ask first at the top."""

    duty: RosterDuty
    roster: Roster
    person: Person
    left: tuple[LeftStop, ...]
    people: tuple[StandIn, ...]


def stand_ins(records: OfficeRecords, actor: Actor, desks: Desks, *, duty_id: str, now: dt.datetime) -> StandIns:
    """Who could take what has not begun of this duty.

    Deputies come first, by rank, whether or not they could take anything: that is the office's own word, and it is told
    what stands against it. Raises `NotAllowed`, `NotThere`.
    """
    office_readers_only(actor)
    duty = records.get(RosterDuty, duty_id)
    roster = records.get(Roster, duty.roster_id) if duty else None
    person = records.get(Person, duty.person_id) if duty else None
    if duty is None or roster is None or person is None:
        raise NotThere
    stops = records.all(RosterStop, RosterStop.duty_id == duty.id, RosterStop.kind != "reload", RosterStop.start > now)
    takes, left = defaultdict[str, dict[str, Candidate]](dict), []
    for stop in sorted(stops, key=lambda one: one.position):
        found = _candidates(records, actor, desks, roster, stop, duty.date, now)
        left.append(LeftStop(stop=stop, people=len(found)))
        for one in found:
            takes[one.person_id].setdefault(stop.id, one)
    ranks = {one.deputy_id: one.rank for one in records.all(Deputy, Deputy.person_id == person.id)}
    others = sorted(
        (one for one in takes if one not in ranks), key=lambda one: (-len(takes[one]), _minutes(takes[one]), one)
    )[:MOST_OTHERS]
    chosen = [*sorted(ranks, key=ranks.__getitem__), *others]
    return StandIns(
        duty=duty,
        roster=roster,
        person=person,
        left=tuple(left),
        people=_people(records, duty, chosen, ranks, takes),
    )


def _people(
    records: OfficeRecords,
    duty: RosterDuty,
    chosen: Sequence[str],
    ranks: dict[str, int],
    takes: dict[str, dict[str, Candidate]],
) -> tuple[StandIn, ...]:
    people = {one.id: one for one in records.all(Person, col(Person.id).in_(chosen))}
    beside = records.all(
        RosterDuty,
        RosterDuty.roster_id == duty.roster_id,
        RosterDuty.date == duty.date,
        col(RosterDuty.person_id).in_(chosen),
    )
    away = records.all(
        Absence, col(Absence.person_id).in_(chosen), Absence.start < duty.arrival, Absence.end > duty.departure
    )
    busy, gone = {one.person_id for one in beside}, {one.person_id for one in away}
    return tuple(
        StandIn(
            person=people[one],
            rank=ranks.get(one, 0),
            takes=tuple(takes.get(one, ())),
            minutes=_minutes(takes.get(one, {})),
            busy=one in busy,
            away=one in gone,
        )
        for one in chosen
        if one in people
    )


def _candidates(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    roster: Roster,
    stop: RosterStop,
    date: dt.date,
    now: dt.datetime,
) -> list[Candidate]:
    """Whoever could take the stop on its own day. What the week does not hold any more nobody takes."""
    try:
        found = who_could(records, actor, desks, roster_id=roster.id, item_key=stop.item_key, seat=stop.seat, now=now)
    except Refused:
        return []
    return [one for one in found if not one.breaks and one.date == date]


def _minutes(takes: dict[str, Candidate]) -> float:
    return round(sum(one.minutes for one in takes.values()), 1)
