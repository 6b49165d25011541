"""Volunteers whom a roster has on days on which they are not insured."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.calendar.dates import short
from outreach.records import Insurance, Person
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Refusal
from outreach.usecases.weeks.own_time import OwnDay

OFF, BLOCK = "off", "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninsured:
    """One volunteer, and the days ahead on which they are to serve without insurance."""

    person_id: str
    code: str
    name: str
    dates: tuple[dt.date, ...]


def find_uninsured(
    records: OfficeRecords, people: Sequence[Person], days: Mapping[str, Sequence[OwnDay]], now: dt.datetime
) -> tuple[Uninsured, ...]:
    """By code; nobody when the office does not ask, or (as long as it only warns) keeps no insurance. In one query.

    What is over by now is not asked about. `days`: everybody's days in the roster.
    """
    setting = records.office.insurance
    volunteers = {one.id: one for one in people if one.role == "volunteer" and one.id in days}
    if setting == OFF:
        return ()
    kept = records.all(Insurance)
    if not kept and setting != BLOCK:
        return ()
    spans: dict[str, list[Insurance]] = defaultdict(list)
    for insurance in kept:
        spans[insurance.person_id].append(insurance)
    found = []
    for person in sorted(volunteers.values(), key=lambda one: one.code):
        ahead = sorted({day.date for day in days[person.id] if day.arrival > now})
        dates = tuple(date for date in ahead if not any(one.start <= date <= one.end for one in spans[person.id]))
        if dates:
            found.append(Uninsured(person_id=person.id, code=person.code, name=person.name, dates=dates))
    return tuple(found)


def check_insured(
    records: OfficeRecords,
    people: Sequence[Person],
    days: Mapping[str, Sequence[OwnDay]],
    *,
    again: bool,
    now: dt.datetime,
) -> None:
    """Raise `Conflict` when volunteers are to serve on days on which they are not insured: `not_insured` unless
    somebody insists (`again`), `must_be_insured` in an office that lets none go.
    """
    blocks = records.office.insurance == BLOCK
    if again and not blocks:
        return
    found = find_uninsured(records, people, days, now)
    if not found:
        return
    zh = "；".join(f"{one.code} {'、'.join(map(short, one.dates))}" for one in found)
    en = "; ".join(f"{one.code} {', '.join(short(date, 'en') for date in one.dates)}" for one in found)
    if blocks:
        raise Conflict(
            Refusal(
                "must_be_insured",
                f"這些志工在排定的日子沒有保險，本機關設定為不能公布：{zh}。請補登保險，或換人。",
                f"These volunteers are not insured when they are to serve, and the office publishes no such roster: "
                f"{en}. Enter their insurance, or assign others.",
            )
        )
    raise Conflict(
        Refusal(
            "not_insured",
            f"這些志工在排定的日子沒有保險：{zh}。請補登保險，或換人。",
            f"These volunteers are not insured when they are to serve: {en}. Enter their insurance, or assign others.",
        )
    )
