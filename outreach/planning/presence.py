"""When a person may work on each day of a week: availability, less absences, public holidays and closed days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from outreach.calendar.dates import TAIPEI
from outreach.calendar.holidays import closed_on

Interval = tuple[int, int]
DAY = 86_400


class Offered(Protocol):
    """A span in which somebody may work: each week on `weekday`, or on one `date`."""

    @property
    def weekday(self) -> int | None:
        """Each week on this day, from 1 for Monday."""

    @property
    def date(self) -> dt.date | None:
        """On this date only."""

    @property
    def start(self) -> dt.time:
        """When it begins."""

    @property
    def end(self) -> dt.time:
        """When it is over."""


class Away(Protocol):
    """A span that takes availability away."""

    @property
    def start(self) -> dt.datetime:
        """When it begins."""

    @property
    def end(self) -> dt.datetime:
        """When it is over."""


class Somebody(Protocol):
    """Whoever is asked about."""

    @property
    def id(self) -> str:
        """Which person."""


class Times(Protocol):
    """What a week's records say about who may work when."""

    @property
    def monday(self) -> dt.date:
        """The first date."""

    @property
    def availability(self) -> Mapping[str, Sequence[Offered]]:
        """Spans by person."""

    @property
    def absences(self) -> Mapping[str, Sequence[Away]]:
        """What takes them away, by person."""

    def works_on(self, date: dt.date) -> bool:
        """Whether the office works on this date at all."""


def seconds_of(time: dt.time) -> int:
    """Seconds since midnight."""
    return time.hour * 3600 + time.minute * 60 + time.second


def since(monday: dt.date, moment: dt.datetime) -> int:
    """Seconds from the first moment of `monday`, Taipei time."""
    start = dt.datetime.combine(monday, dt.time(), TAIPEI)
    return int((moment - start).total_seconds())


def spans_on(week: Times, person: Somebody, date: dt.date) -> tuple[Interval, ...]:
    """The person's free spans on one date, seconds from the week's start, sorted and disjoint."""
    if not week.works_on(date):
        return ()
    midnight = (date - week.monday).days * DAY
    offered = [
        (midnight + seconds_of(row.start), midnight + seconds_of(row.end))
        for row in week.availability.get(person.id, ())
        if _applies(row, date)
    ]
    taken = [_absent(week.monday, absence) for absence in week.absences.get(person.id, ())]
    return tuple(_without(_joined(offered), taken))


def _applies(row: Offered, date: dt.date) -> bool:
    """A weekly row rests on public holidays; a row for one date holds whatever the day."""
    if row.date is not None:
        return row.date == date
    return row.weekday == date.isoweekday() and closed_on(date) is None


def _absent(monday: dt.date, absence: Away) -> Interval:
    return since(monday, absence.start), since(monday, absence.end)


def _joined(spans: Iterable[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


def _without(spans: list[Interval], taken: list[Interval]) -> list[Interval]:
    for away_start, away_end in taken:
        spans = [
            piece
            for start, end in spans
            for piece in ((start, min(end, away_start)), (max(start, away_end), end))
            if piece[0] < piece[1]
        ]
    return spans
