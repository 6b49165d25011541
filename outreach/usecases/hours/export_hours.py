"""Everything that the hours' file holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlmodel import col

from outreach.actor import Actor
from outreach.exports.hours_sheets import BookLine, HoursBook, InsuranceLine, MonthLine, TrainingLine
from outreach.records import HoursLine, Insurance, Person, Training
from outreach.records.database import OfficeRecords
from outreach.usecases.hours.months import month_of, months_between
from outreach.usecases.hours.show_hours import HoursRow, PersonHours, newest_lines, person_hours
from outreach.usecases.weeks.coordinators_only import office_readers_only


def export_hours(records: OfficeRecords, actor: Actor, *, first: dt.date, last: dt.date, now: dt.datetime) -> HoursBook:
    """The hours of all volunteers from the month of `first` to the month of `last`, their trainings until then, and
    their insurance that touches these months. In a fixed number of queries.

    Raises `NotAllowed` for who may not see everybody, `Invalid` for more than 24 months.
    """
    office_readers_only(actor)
    start, end = months_between(first, last)
    people = person_hours(records, actor, start, end)
    lines = newest_lines(records, [row.log.id for one in people for row in one.rows if row.signed is not None])
    named = {one.id: one for one in records.all(Person)}
    trainings = records.all(Training, col(Training.date) <= end)
    insurances = records.all(Insurance, col(Insurance.start) <= end, col(Insurance.end) >= start)
    months = [line for one in people for line in _months(one)]
    return HoursBook(
        office=records.office.name,
        sample=records.office.sample,
        first=start,
        last=end,
        made=now,
        months=sorted(months, key=lambda one: (one.month, one.code)),
        book=[line for one in people for line in _book(one, lines)],
        trainings=_trainings(trainings, named),
        insurances=_insurances(insurances, named),
    )


def _months(one: PersonHours) -> list[MonthLine]:
    by_month = groupby(one.rows, key=lambda row: month_of(row.log.date))
    return [_month(one, month, tuple(rows)) for month, rows in by_month]


def _month(one: PersonHours, month: dt.date, rows: tuple[HoursRow, ...]) -> MonthLine:
    own = PersonHours(person_id=one.person_id, code=one.code, name=one.name, rows=rows, own=one.own)
    return MonthLine(
        month=month,
        code=one.code,
        name=one.name,
        rows=len(own.of("signed", "changed")),
        signed=own.signed,
        waiting=own.waiting,
        again=len(own.of("changed")),
        not_counted=len(own.of("none")),
    )


def _book(one: PersonHours, lines: Mapping[str, HoursLine]) -> list[BookLine]:
    """What was signed off, as it was then: later corrections stand beside it only once they are signed off too."""
    found = []
    for row in one.rows:
        line = lines.get(row.log.id)
        if row.signed is None or line is None:
            continue
        found.append(
            BookLine(
                code=one.code,
                name=one.name,
                date=line.date,
                service=row.log.service,
                category=line.category,
                arrived=line.arrived,
                left=line.left,
                minutes=line.minutes,
                by=row.by,
                signed_on=line.at.date(),
                changed=row.state == "changed",
            )
        )
    return found


def _trainings(trainings: Sequence[Training], named: Mapping[str, Person]) -> list[TrainingLine]:
    found = [
        TrainingLine(
            code=named[one.person_id].code,
            name=named[one.person_id].name,
            kind=one.kind,
            category=one.category,
            date=one.date,
            hours=one.hours,
            provider=one.provider,
        )
        for one in trainings
    ]
    return sorted(found, key=lambda one: (one.code, one.date, one.kind, one.category))


def _insurances(insurances: Sequence[Insurance], named: Mapping[str, Person]) -> list[InsuranceLine]:
    found = [
        InsuranceLine(
            code=named[one.person_id].code,
            name=named[one.person_id].name,
            start=one.start,
            end=one.end,
            policy=one.policy,
        )
        for one in insurances
    ]
    return sorted(found, key=lambda one: (one.code, one.start))
