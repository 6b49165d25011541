"""A roster in a few figures: what is served, what is left, hours per role, travel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.records import Person, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind of work: `label` as the office calls it, whole tasks (or shift seats) served and asked for."""

    letter: str
    label: str
    served: int
    asked: int


@dataclass(frozen=True, slots=True)
class RoleHours:
    """Hours of one role: people with a duty, served hours (travel excluded), worked hours, travel hours."""

    role: str
    people: int
    served: float
    worked: float
    travel: float


@dataclass(frozen=True, slots=True)
class RosterSummary:
    """What a coordinator asks first. `mixed`: duties that hold both a shift and a visit or delivery. `guessed`:
    some legs are estimates, although the roster's travel times are from streets.
    """

    kinds: tuple[KindCount, ...]
    roles: tuple[RoleHours, ...]
    duties: int
    mixed: int
    routes: int
    travel_minutes: int
    travel_metres: int
    guessed: bool


def sum_up_roster(records: OfficeRecords, roster: Roster) -> RosterSummary:
    """The figures of one roster, counted from its rows."""
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
    stops = records.all(RosterStop, RosterStop.roster_id == roster.id)
    unserved = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    kinds_by_duty: dict[str, set[str]] = {duty.id: set() for duty in duties}
    for stop in stops:
        kinds_by_duty[stop.duty_id].add(stop.kind)
    legs = [(stop.leg_seconds, stop.leg_metres) for stop in stops]
    legs += [(duty.last_leg_seconds, duty.last_leg_metres) for duty in duties]
    return RosterSummary(
        kinds=_kinds(stops, unserved),
        roles=_roles(records, duties, stops),
        duties=len(duties),
        mixed=sum("shift" in kinds and bool(kinds & {"visit", "delivery"}) for kinds in kinds_by_duty.values()),
        routes=sum(bool(kinds & {"visit", "delivery"}) for kinds in kinds_by_duty.values()),
        travel_minutes=round(sum(seconds for seconds, _ in legs) / 60),
        travel_metres=sum(metres for _, metres in legs),
        guessed=any(stop.leg_guessed for stop in stops) or any(duty.last_leg_guessed for duty in duties),
    )


def _kinds(stops: Sequence[RosterStop], unserved: Sequence[RosterUnserved]) -> tuple[KindCount, ...]:
    served: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    counted: set[str] = set()
    for stop in stops:
        # A shift counts seat by seat, a crew once.
        key = f"{stop.item_key} {stop.seat}" if stop.kind == "shift" else stop.item_key
        if stop.kind != "reload" and key not in counted:
            counted.add(key)
            served[stop.letter, stop.label] += 1
            asked[stop.letter, stop.label] += 1
    for row in unserved:
        asked[row.letter, row.label] += 1
    return tuple(KindCount(*kind, served[kind], asked[kind]) for kind in sorted(asked))


def _roles(records: OfficeRecords, duties: Sequence[RosterDuty], stops: Sequence[RosterStop]) -> tuple[RoleHours, ...]:
    roles = {person.id: person.role for person in records.all(Person)}
    role_of_duty = {duty.id: roles[duty.person_id] for duty in duties}
    seconds: dict[str, Counter[str]] = {role: Counter() for role in set(role_of_duty.values())}
    people: dict[str, set[str]] = {role: set() for role in seconds}
    for duty in duties:
        role = role_of_duty[duty.id]
        people[role].add(duty.person_id)
        seconds[role]["worked"] += duty.worked_seconds
        seconds[role]["travel"] += duty.last_leg_seconds
    for stop in stops:
        role = role_of_duty[stop.duty_id]
        seconds[role]["travel"] += stop.leg_seconds
        seconds[role]["served"] += stop.served_seconds
    return tuple(
        RoleHours(
            role, len(people[role]), *(round(seconds[role][one] / 3600, 1) for one in ("served", "worked", "travel"))
        )
        for role in ("volunteer", "substitute", "staff")
        if role in seconds
    )
