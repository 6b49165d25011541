"""When a person may work on each day of a week: availability, less absences, public holidays and closed days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from outreach.calendar.dates import TAIPEI
from outreach.calendar.holidays import closed_on
from outreach.planning.office_week import OfficeWeek
from outreach.records import Absence, Availability, Person

Interval = tuple[int, int]
DAY = 86_400


def seconds_of(time: dt.time) -> int:
    """Seconds since midnight."""
    return time.hour * 3600 + time.minute * 60 + time.second


def since(monday: dt.date, moment: dt.datetime) -> int:
    """Seconds from the first moment of `monday`, Taipei time."""
    start = dt.datetime.combine(monday, dt.time(), TAIPEI)
    return int((moment - start).total_seconds())


def spans_on(week: OfficeWeek, person: Person, date: dt.date) -> tuple[Interval, ...]:
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


def _applies(row: Availability, date: dt.date) -> bool:
    """A weekly row rests on public holidays; a row for one date holds whatever the day."""
    if row.date is not None:
        return row.date == date
    return row.weekday == date.isoweekday() and closed_on(date) is None


def _absent(monday: dt.date, absence: Absence) -> Interval:
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
