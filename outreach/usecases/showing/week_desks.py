"""The week by desk: every desk and drive with its shifts, who has each seat, and which seats are empty."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import select

from outreach.calendar.dates import TAIPEI
from outreach.forms.moments import ShownTime
from outreach.records import Person
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.roster_rows import DutyRow, LeftRow, RosterRows, StopRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Who has a seat. `number`: of the stop in their duty, from 1."""

    name: str
    role: str
    duty_id: str
    number: int
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskShift:
    """One shift. `short`: mandatory seats that are empty; `spare`: the others."""

    date: dt.date
    start: ShownTime
    end: ShownTime
    label: str
    seated: tuple[Seated, ...]
    short: int
    spare: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """One desk's or drive's week. `source`: `desks` or `drives` and the identifier of the record, where known."""

    letter: str
    label: str
    source: tuple[str, str] | None
    shifts: Mapping[dt.date, Sequence[DeskShift]]

    @property
    def short(self) -> int:
        """Mandatory seats that are empty in the whole week."""
        return sum(shift.short for day in self.shifts.values() for shift in day)


@dataclass(frozen=True, slots=True, kw_only=True)
class DesksView:
    """All desks and drives, those that lack somebody as they come. `lacking`: shifts with empty mandatory seats."""

    rows: tuple[DeskRow, ...]
    lacking: tuple[DeskShift, ...]


def names_of(records: OfficeRecords) -> dict[str, tuple[str, str]]:
    """Everybody's name and role, by identifier."""
    return {row[0]: (row[1], row[2]) for row in records.session.exec(select(Person.id, Person.name, Person.role))}


def week_desks(records: OfficeRecords, rows: RosterRows) -> DesksView:
    """The desks and drives of a roster's rows, in one query more."""
    names, duties = names_of(records), {duty.id: duty for duty in rows.duties}
    taken: dict[str, list[StopRow]] = defaultdict(list)
    empty: dict[str, list[LeftRow]] = defaultdict(list)
    for stop in rows.stops:
        if stop.kind == "shift":
            taken[stop.item_key].append(stop)
    for left in rows.left:
        if left.kind == "shift" and left.windows:
            empty[left.item_key].append(left)
    desks: dict[str, list[DeskShift]] = defaultdict(list)
    about: dict[str, tuple[str, str, tuple[str, str] | None]] = {}
    for item in sorted({*taken, *empty}):
        desk = ":".join(item.split(":")[:2])
        desks[desk].append(_shift(taken[item], empty[item], names, duties))
        for left in empty[item]:
            about.setdefault(desk, (left.letter, left.label, None))
        for stop in taken[item]:
            about[desk] = (stop.letter, stop.label, _source(stop))
    made = tuple(_row(*about[desk], shifts) for desk, shifts in sorted(desks.items()))
    lacking = (shift for row in made for day in row.shifts.values() for shift in day if shift.short)
    return DesksView(rows=made, lacking=tuple(sorted(lacking, key=lambda shift: (shift.date, shift.start))))


def _row(letter: str, label: str, source: tuple[str, str] | None, shifts: Sequence[DeskShift]) -> DeskRow:
    days: dict[dt.date, list[DeskShift]] = defaultdict(list)
    for shift in sorted(shifts, key=lambda shift: (shift.date, shift.start)):
        days[shift.date].append(shift)
    return DeskRow(letter=letter, label=label, source=source, shifts=dict(days))


def _source(stop: StopRow) -> tuple[str, str] | None:
    if stop.desk_id:
        return "desks", stop.desk_id
    return ("drives", stop.drive_id) if stop.drive_id else None


def _shift(
    taken: Sequence[StopRow],
    empty: Sequence[LeftRow],
    names: Mapping[str, tuple[str, str]],
    duties: Mapping[str, DutyRow],
) -> DeskShift:
    seated = []
    for stop in sorted(taken, key=lambda stop: stop.seat):
        name, role = names[duties[stop.duty_id].person_id]
        seated.append(Seated(name=name, role=role, duty_id=stop.duty_id, number=stop.position + 1, pinned=stop.pinned))
    if taken:
        start, end = taken[0].start.astimezone(TAIPEI), taken[0].end.astimezone(TAIPEI)
    else:
        date, earliest, _ = empty[0].windows[0]
        start = dt.datetime.combine(dt.date.fromisoformat(date), dt.time.fromisoformat(earliest), TAIPEI)
        end = start + dt.timedelta(minutes=empty[0].minutes)
    return DeskShift(
        date=start.date(),
        start=start.time(),
        end=end.time(),
        label=(taken or empty)[0].label,
        seated=tuple(seated),
        short=sum(left.mandatory for left in empty),
        spare=sum(not left.mandatory for left in empty),
    )
