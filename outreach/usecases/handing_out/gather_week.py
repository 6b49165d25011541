"""The week sheet in words: who works when at what, or who sits at which desk. No client is in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import roc, short
from outreach.exports.printed.room import NAME, cut
from outreach.exports.printed.week_sheet import WeekRow, WeekSheet, rows_of
from outreach.exports.printed.words import words_in
from outreach.records import Person, Roster, RosterDuty, RosterStop, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.duty_chips import Chip, chips_of
from outreach.usecases.weeks.own_duty import require_everybody

View = Literal["people", "desks"]
Piece = tuple[str, tuple[str, ...]]
WORKDAYS = 5
MOST_PIECES = 8
"""So many pieces of a day stand in one row: a row never splits, so it must fit a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Week:
    """What a roster has, read once."""

    people: Mapping[str, Person]
    duties: Sequence[RosterDuty]
    stops: Mapping[str, Sequence[RosterStop]]
    dates: tuple[dt.date, ...]


def gather_week(
    records: OfficeRecords, actor: Actor, roster_id: str, *, view: View, unit_id: str = "", language: str
) -> WeekSheet:
    """The sheet of a roster, of one unit's people if one is named. Raises `NotThere`. In a fixed number of queries."""
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    week, words = _read(records, roster, unit_id), words_in(language)
    rows = _people(week, words) if view == "people" else _desks(week, words)
    revision = words["revision"].format(number=roster.revision, status=words.get(roster.status, ""))
    unit = records.get(Unit, unit_id) if unit_id else None
    office = filter(None, (cut(unit.name if unit else records.office.name, NAME), revision, _sample(records, words)))
    what = words["people" if view == "people" else "desks"]
    return WeekSheet(
        heading=words["week"].format(what=what, date=roc(roster.monday, language)),
        office=words["gap"].join(office),
        heads=(words["person" if view == "people" else "desk"], *(short(date, language) for date in week.dates)),
        rows=rows_of(rows, MOST_PIECES) or (WeekRow(name=words["nobody"], note="", days=((),) * len(week.dates)),),
        foot=words["week_foot"],
    )


def _read(records: OfficeRecords, roster: Roster, unit_id: str) -> _Week:
    where = (Person.unit_id == unit_id,) if unit_id else ()
    people = {one.id: one for one in records.all(Person, *where)}
    duties = [one for one in records.all(RosterDuty, RosterDuty.roster_id == roster.id) if one.person_id in people]
    stops: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in records.all(RosterStop, RosterStop.roster_id == roster.id, col(RosterStop.kind) != "reload"):
        stops[stop.duty_id].append(stop)
    week = [roster.monday + dt.timedelta(days=number) for number in range(7)]
    busy = {duty.date for duty in duties}
    # Weekends on which nobody works would only take room from the other days.
    dates = tuple(date for number, date in enumerate(week) if number < WORKDAYS or date in busy)
    return _Week(people=people, duties=duties, stops=stops, dates=dates)


def _people(week: _Week, words: dict[str, Any]) -> list[WeekRow]:
    chips = chips_of(week.duties, {duty.id: week.stops[duty.id] for duty in week.duties})
    days: dict[str, dict[dt.date, list[Piece]]] = defaultdict(dict)
    for duty in week.duties:
        days[duty.person_id][duty.date] = [_line(chip, words) for chip in chips[duty.id]]
    return [
        WeekRow(
            name=cut(person.name, NAME),
            note=words["roles"].get(person.role, person.role),
            days=tuple(tuple(days[person.id].get(date, ())) for date in week.dates),
        )
        for person in sorted(week.people.values(), key=lambda one: (_ROLES.get(one.role, len(_ROLES)), one.code))
        if person.id in days
    ]


def _line(chip: Chip, words: dict[str, Any]) -> Piece:
    times = f"{chip.start:%H:%M}–{chip.end:%H:%M}"
    if chip.kind == "shift":
        return times, (cut(chip.words[0], NAME),)
    return times, (f"{chip.letter} {words['stops'].format(chip.stops)}",)


def _desks(week: _Week, words: dict[str, Any]) -> list[WeekRow]:
    duty_of = {duty.id: duty for duty in week.duties}
    rows: dict[str, dict[dt.date, list[tuple[dt.datetime, str, str]]]] = defaultdict(lambda: defaultdict(list))
    for duty_id, stops in week.stops.items():
        duty = duty_of.get(duty_id)
        for stop in stops:
            if duty is not None and stop.kind == "shift":
                times = f"{stop.start:%H:%M}–{stop.end:%H:%M}"
                rows[stop.label][duty.date].append((stop.start, times, cut(week.people[duty.person_id].name, NAME)))
    return [
        WeekRow(name=cut(label, NAME), note="", days=tuple(_shifts(days.get(date, ()), words) for date in week.dates))
        for label, days in sorted(rows.items())
    ]


def _shifts(seats: Sequence[tuple[dt.datetime, str, str]], words: dict[str, Any]) -> tuple[Piece, ...]:
    """A piece a shift: its times, and who sits there."""
    names: dict[str, list[str]] = defaultdict(list)
    for _, times, name in sorted(seats):
        names[times].append(name)
    return tuple((times, (*(name + words["comma"] for name in who[:-1]), who[-1])) for times, who in names.items())


def _sample(records: OfficeRecords, words: dict[str, Any]) -> str:
    return str(words["sample"]) if records.office.sample else ""


_ROLES = {"volunteer": 0, "substitute": 1, "staff": 2}
