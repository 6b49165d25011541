"""Two revisions of a week side by side: only people and days that change, as chips, before and after."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col

from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, Person, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.duty_chips import Chip, chips_of
from outreach.usecases.weeks.compare_rosters import PersonDay, RosterComparison

Mark = Literal["", "gone", "new"]
Key = tuple[str, dt.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedChip:
    """One piece of a duty, and whether it is only in the one revision."""

    chip: Chip
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class SideDay:
    """One person on one date, before and after. `changes`: anything does. `away`: why they are absent, `None`: are not;
    `begun`: nothing of the day is still ahead.
    """

    date: dt.date
    before: tuple[MarkedChip, ...]
    after: tuple[MarkedChip, ...]
    changes: bool
    away: str | None
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePerson:
    """One person whose week changes. `came`, `went`, `moved`: stops. `later`: minutes by which their only changed day
    ends later (less than 0: earlier), 0 where it is not one day before and after.
    """

    person_id: str
    name: str
    role: str
    days: tuple[SideDay, ...]
    came: int
    went: int
    moved: int
    later: int

    @property
    def changed_days(self) -> tuple[SideDay, ...]:
        """Only the days that change, as a phone shows them."""
        return tuple(day for day in self.days if day.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """People who change, over the dates on which anybody does. `others`: how many people do not change. `past`: how
    many dates of the week are over or under way, and are not shown.
    """

    dates: tuple[dt.date, ...]
    people: tuple[SidePerson, ...]
    others: int


def side_by_side(
    records: OfficeRecords, comparison: RosterComparison, *, one_id: str, other_id: str, now: dt.datetime
) -> SideBySide:
    """What changes from the one to the other, in a fixed number of queries. Whoever is away comes first."""
    changes: dict[str, dict[dt.date, PersonDay]] = defaultdict(dict)
    for day in comparison.people:
        changes[day.person_id][day.date] = day
    dates = tuple(sorted({day.date for day in comparison.people}))
    people = records.all(Person)
    chips = [_chips(records, roster_id, tuple(changes)) for roster_id in (one_id, other_id)]
    away = _away(records, tuple(changes), dates)
    rows = [
        _person(person, changes[person.id], dates, chips[0], chips[1], away, now)
        for person in people
        if person.id in changes
    ]
    return SideBySide(
        dates=dates,
        people=tuple(sorted(rows, key=lambda row: (not any(day.away is not None for day in row.days), row.name))),
        others=len(people) - len(rows),
    )


def _chips(records: OfficeRecords, roster_id: str, person_ids: Sequence[str]) -> Mapping[Key, tuple[Chip, ...]]:
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster_id)
    stops: dict[str, list[RosterStop]] = defaultdict(list)
    # All of them: how many people a chip stands for is known from the others' stops.
    for stop in records.all(RosterStop, RosterStop.roster_id == roster_id):
        stops[stop.duty_id].append(stop)
    chips = chips_of(duties, stops)
    return {(duty.person_id, duty.date): chips[duty.id] for duty in duties if duty.person_id in set(person_ids)}


def _away(records: OfficeRecords, person_ids: Sequence[str], dates: Sequence[dt.date]) -> Mapping[Key, str]:
    found: dict[Key, str] = {}
    for absence in records.all(Absence, col(Absence.person_id).in_(person_ids)):
        for date in dates:
            midnight = dt.datetime.combine(date, dt.time(), TAIPEI)
            if absence.start < midnight + dt.timedelta(days=1) and absence.end > midnight:
                found[absence.person_id, date] = absence.reason
    return found


def _person(
    person: Person,
    changes: Mapping[dt.date, PersonDay],
    dates: Sequence[dt.date],
    before: Mapping[Key, tuple[Chip, ...]],
    after: Mapping[Key, tuple[Chip, ...]],
    away: Mapping[Key, str],
    now: dt.datetime,
) -> SidePerson:
    days = []
    for date in dates:
        key = (person.id, date)
        old, new = before.get(key, ()), after.get(key, ())
        midnight = dt.datetime.combine(date, dt.time(), TAIPEI)
        days.append(
            SideDay(
                date=date,
                before=_marked(old, new, "gone") if date in changes else tuple(_plain(chip) for chip in old),
                after=_marked(new, old, "new") if date in changes else tuple(_plain(chip) for chip in new),
                changes=date in changes,
                away=away.get(key) if date in changes else None,
                begun=midnight + dt.timedelta(days=1) <= now,
            )
        )
    only = next(iter(changes.values())) if len(changes) == 1 else None
    return SidePerson(
        person_id=person.id,
        name=person.name,
        role=person.role,
        days=tuple(days),
        came=sum(len(day.came) for day in changes.values()),
        went=sum(len(day.went) for day in changes.values()),
        moved=sum(len(day.moved) for day in changes.values()),
        later=round((only.after[1] - only.before[1]).total_seconds() / 60)
        if only and only.before and only.after
        else 0,
    )


def _marked(own: Sequence[Chip], others: Sequence[Chip], mark: Mark) -> tuple[MarkedChip, ...]:
    left = Counter(map(_looks, others))
    marked = []
    for chip in own:
        there = left[_looks(chip)] > 0
        left[_looks(chip)] -= 1
        marked.append(MarkedChip(chip=chip, mark="" if there else mark))
    return tuple(marked)


def _looks(chip: Chip) -> tuple[object, ...]:
    return chip.kind, chip.words, chip.start, chip.end, chip.stops


def _plain(chip: Chip) -> MarkedChip:
    return MarkedChip(chip=chip, mark="")
