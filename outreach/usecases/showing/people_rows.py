"""Who can be assigned in a week, and when: as plain tuples, and without the office's clients and work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from outreach.calendar.dates import TAIPEI
from outreach.planning.turns_so_far import TurnHistory, read_turns
from outreach.records import Absence, Availability, ClosedDay, Desk, Person, Unit
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.columns import columns

ReadTurns = Callable[[OfficeRecords, dt.date], TurnHistory]


class Told(dict[str, int]):
    """Turns by kind. Nobody changes them: part of a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        """As its pairs, in whatever order."""
        return hash(frozenset(self.items()))


class PersonEntry(NamedTuple):
    """The columns of a `Person` that the week shows. `turns`: what the workbook says they had."""

    id: str
    code: str
    name: str
    role: str
    title: str
    unit_id: str
    target_week_hours: float
    turns: Told
    exempt: tuple[str, ...]


class Offer(NamedTuple):
    """The columns of an `Availability`."""

    person_id: str
    weekday: int | None
    date: dt.date | None
    start: dt.time
    end: dt.time


class Leave(NamedTuple):
    """The columns of an `Absence`."""

    person_id: str
    start: dt.datetime
    end: dt.datetime
    reason: str


class _Named(NamedTuple):
    id: str
    name: str


class _Turn(NamedTuple):
    id: str
    turn: str


class _Closed(NamedTuple):
    date: dt.date
    villages: list[str]


@dataclass(frozen=True)
class PeopleRows:
    """Everybody, and what says when they may work in the week that starts on `monday`. `closed`: dates on which the
    whole office rests. `turn_of_desk`: pairs of a desk and its word.
    """

    monday: dt.date
    people: tuple[PersonEntry, ...]
    offers: tuple[Offer, ...]
    leaves: tuple[Leave, ...]
    units: tuple[tuple[str, str], ...]
    turn_of_desk: tuple[tuple[str, str], ...]
    closed: tuple[dt.date, ...]
    history: TurnHistory

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The seven dates, Monday first."""
        return tuple(self.monday + dt.timedelta(days=day) for day in range(7))

    def works_on(self, date: dt.date) -> bool:
        """Whether no closed day stops the whole office on this date."""
        return date not in self.closed

    @cached_property
    def availability(self) -> Mapping[str, Sequence[Offer]]:
        """By person."""
        found: dict[str, list[Offer]] = defaultdict(list)
        for offer in self.offers:
            found[offer.person_id].append(offer)
        return found

    @cached_property
    def absences(self) -> Mapping[str, Sequence[Leave]]:
        """By person."""
        found: dict[str, list[Leave]] = defaultdict(list)
        for leave in self.leaves:
            found[leave.person_id].append(leave)
        return found


def read_people(records: OfficeRecords, monday: dt.date, history: ReadTurns = read_turns) -> PeopleRows:
    """Everybody in the order of their codes, in a fixed number of queries. `history`: how turns of before are read."""
    first = dt.datetime.combine(monday, dt.time(), TAIPEI)
    after = first + dt.timedelta(days=7)
    people = columns(records, Person, PersonEntry, order=Person.code)
    closed = columns(records, ClosedDay, _Closed, ClosedDay.date >= monday, ClosedDay.date < after.date())
    return PeopleRows(
        monday=monday,
        people=tuple(one._replace(turns=Told(one.turns), exempt=tuple(one.exempt)) for one in people),
        offers=tuple(columns(records, Availability, Offer)),
        leaves=tuple(columns(records, Absence, Leave, Absence.end > first, Absence.start < after)),
        units=tuple(columns(records, Unit, _Named)),
        turn_of_desk=tuple(columns(records, Desk, _Turn)),
        closed=tuple(sorted(one.date for one in closed if not one.villages)),
        history=history(records, monday),
    )
