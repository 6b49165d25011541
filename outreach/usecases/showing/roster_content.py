"""What the roster's sheets say, read from the records in a fixed number of queries."""

from __future__ import annotations

import datetime as dt

from outreach.calendar.dates import short
from outreach.exports.roster_sheet import LeftOut, PersonWeek
from outreach.exports.words import reason_in_short
from outreach.records import Client, Place, Roster, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.duty_chips import Chip
from outreach.usecases.showing.people_rows import read_people
from outreach.usecases.showing.person_rows import Cell, PersonRow, role_groups
from outreach.usecases.showing.roster_rows import read_rows

_AWAY = {"zh": "請假", "en": "on leave"}


def people_of_week(records: OfficeRecords, roster: Roster, language: str) -> list[PersonWeek]:
    """Everybody's week, role by role, those with a duty first."""
    groups = role_groups(read_people(records, roster.monday), read_rows(records, roster))
    return [_person_week(row, language) for group in groups for row in (*group.busy, *group.idle)]


def _person_week(row: PersonRow, language: str) -> PersonWeek:
    return PersonWeek(
        unit=row.unit,
        role=row.role,
        name=row.name,
        days={cell.date: _day(cell, language) for cell in row.cells},
        duties=sum(bool(cell.chips) for cell in row.cells),
        served=row.served,
        worked=row.worked,
        target=row.target,
    )


def _day(cell: Cell, language: str) -> str:
    lines = [_chip(chip, language) for chip in cell.chips]
    for start, end, _ in cell.away:
        whole = cell.state == "absent"
        lines.append(_AWAY[language] if whole else f"{_span(cell.date, start, end)} {_AWAY[language]}")
    return "\n".join(lines)


def _span(date: dt.date, start: dt.datetime, end: dt.datetime) -> str:
    first = f"{start:%H:%M}" if start.date() == date else "00:00"
    return f"{first}–{end:%H:%M}" if end.date() == date else f"{first}–24:00"


def _chip(chip: Chip, language: str) -> str:
    what = ("、" if language == "zh" else ", ").join(chip.words)
    return f"{chip.start:%H:%M}–{chip.end:%H:%M} {what}{_stops(chip, language)}"


def _stops(chip: Chip, language: str) -> str:
    if chip.kind == "shift":
        return ""
    if language == "zh":
        return f" {chip.stops} 站"
    return f" ({chip.stops} stop{'' if chip.stops == 1 else 's'})"


def left_out(records: OfficeRecords, roster: Roster, language: str) -> list[LeftOut]:
    """What stays unserved, mandatory work first, with its reasons in short."""
    found = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    clients = {client.id: client.name for client in records.all(Client)}
    places = {place.id: place for place in records.all(Place)}
    return [
        LeftOut(
            kind=one.kind,
            letter=one.letter,
            label=one.label,
            client=clients.get(one.client_id or "", ""),
            village=places[one.place_id].village,
            address=places[one.place_id].address,
            seat=one.seat,
            minutes=one.minutes,
            crew=one.crew,
            openings=_openings(one, language),
            mandatory=one.mandatory,
            reason=reason_in_short(one.steps, certain=one.certain, language=language),
        )
        for one in sorted(found, key=lambda one: (not one.mandatory, one.label, one.item_key, one.seat))
    ]


def _openings(one: RosterUnserved, language: str) -> str:
    shown = []
    for window in one.windows:
        times = window["from"] if window["from"] == window["until"] else f"{window['from']}–{window['until']}"
        shown.append(f"{short(dt.date.fromisoformat(window['date']), language)} {times}")
    return "\n".join(shown)
