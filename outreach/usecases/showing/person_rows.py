"""One line of the week's board for each person: duties as chips, free time, absences, hours and turns."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from outreach.calendar.dates import TAIPEI
from outreach.planning.presence import Away, spans_on
from outreach.planning.turns_so_far import TURNS, SoFar, turn_of, turns_so_far
from outreach.usecases.showing.duty_chips import Chip, chips_of
from outreach.usecases.showing.people_rows import PeopleRows, PersonEntry
from outreach.usecases.showing.roster_rows import DutyRow, RosterRows, StopRow
from outreach.usecases.trying.cell_etag import cell_etag

ROLE_ORDER = ("substitute", "volunteer", "staff")
SHORTEST_FREE = 3600
ABOVE_AVERAGE = 1
"""A person has had too many turns of a kind when there are more than so many above their role's average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A span in which a person could still work."""

    start: dt.datetime
    end: dt.datetime
    kind: Literal["free"] = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One person on one date: `none` without availability, `absent` all day, else `open` with chips and free spans.

    `seen`: what somebody who corrects this day by hand has seen of it. `changed`: not as in the published revision.
    """

    date: dt.date
    seen: str
    state: Literal["none", "absent", "open"]
    chips: tuple[Chip, ...]
    away: tuple[tuple[dt.datetime, dt.datetime, str], ...]
    free: tuple[Free, ...]
    changed: bool = False

    @property
    def pieces(self) -> tuple[Chip | Free, ...]:
        """Chips and free spans as the day goes on."""
        return tuple(sorted((*self.chips, *self.free), key=lambda piece: piece.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How many turns of one kind a person has had, this week's included. `start`: how many of these a newcomer was
    given to begin with. `above`: over one more than the role's average.
    """

    kind: str
    count: int
    above: bool
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person's week. `served`, `target`: hours; `worked` counts travel and waiting too."""

    person_id: str
    name: str
    role: str
    title: str
    unit: str
    served: float
    worked: float
    target: float
    turns: tuple[Turn, ...]
    cells: tuple[Cell, ...]
    busy: bool

    @property
    def changed(self) -> bool:
        """Whether any day is not as in the published revision."""
        return any(cell.changed for cell in self.cells)

    @property
    def free(self) -> bool:
        """Whether there is an hour left in which they could still work."""
        return any(cell.free for cell in self.cells)

    @property
    def over(self) -> bool:
        """Whether they serve longer than their target."""
        return 0 < self.target < round(self.served, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGroup:
    """All people of one role: those with something to do first, then those without."""

    role: str
    busy: tuple[PersonRow, ...]
    idle: tuple[PersonRow, ...]
    averages: tuple[tuple[str, float], ...]


def role_groups(
    week: PeopleRows, roster: RosterRows, changed: Collection[tuple[str, dt.date]] = ()
) -> tuple[RoleGroup, ...]:
    """All people in groups by role. `changed`: persons and dates that are not as in the published revision."""
    rows = _Rows(week, roster, changed)
    groups = []
    for role in ROLE_ORDER:
        people = [person for person in week.people if person.role == role]
        if people:
            averages = rows.averages(people)
            made = [rows.of(person, averages) for person in people]
            groups.append(
                RoleGroup(
                    role=role,
                    busy=tuple(row for row in made if row.busy),
                    idle=tuple(row for row in made if not row.busy),
                    averages=tuple(averages.items()),
                )
            )
    return tuple(groups)


class _Rows:
    """What the rows of one week have in common."""

    def __init__(self, week: PeopleRows, roster: RosterRows, changed: Collection[tuple[str, dt.date]]) -> None:
        self.week, self.changed = week, changed
        # The same week as if nobody were away.
        self.offered = replace(week, leaves=())
        self.stops: dict[str, list[StopRow]] = defaultdict(list)
        for stop in roster.stops:
            self.stops[stop.duty_id].append(stop)
        self.duties: dict[str, dict[dt.date, DutyRow]] = defaultdict(dict)
        for duty in roster.duties:
            self.duties[duty.person_id][duty.date] = duty
        self.chips = chips_of(roster.duties, self.stops)
        self.units = dict(week.units)
        self.before = turns_so_far(week.people, week.history)
        self.given = {person.id: self._given(person.id) for person in week.people}
        known = {kind for _, kind in week.turn_of_desk if kind} | {
            kind for person in week.people for kind in (*self.before[person.id].counts, *self.given[person.id])
        }
        self.kinds = tuple(kind for kind in TURNS if kind in known)

    def _given(self, person_id: str) -> Counter[str]:
        turns, given = dict(self.week.turn_of_desk), Counter[str]()
        for date, duty in self.duties[person_id].items():
            for stop in self.stops[duty.id]:
                kind = turn_of(turns.get(stop.desk_id or "", ""), date) if stop.kind == "shift" else ""
                if kind:
                    given[kind] += 1
        return given

    def _count(self, person_id: str, kind: str) -> int:
        return self.before[person_id].count(kind) + self.given[person_id][kind]

    def averages(self, people: Sequence[PersonEntry]) -> dict[str, float]:
        """Turns by kind, on average of those who take them."""
        takers = {kind: [one for one in people if kind not in one.exempt] for kind in self.kinds}
        return {
            kind: sum(self._count(one.id, kind) for one in some) / len(some) for kind, some in takers.items() if some
        }

    def of(self, person: PersonEntry, averages: Mapping[str, float]) -> PersonRow:
        """One person's row."""
        duties = self.duties[person.id]
        seconds = sum(stop.served_seconds for duty in duties.values() for stop in self.stops[duty.id])
        return PersonRow(
            person_id=person.id,
            name=person.name,
            role=person.role,
            title=person.title,
            unit=self.units.get(person.unit_id, ""),
            served=seconds / 3600,
            worked=sum(duty.worked_seconds for duty in duties.values()) / 3600,
            target=person.target_week_hours,
            turns=tuple(self._turn(person.id, self.before[person.id], kind, averages[kind]) for kind in averages),
            cells=tuple(self._cell(person, date, duties.get(date)) for date in self.week.dates),
            busy=bool(duties),
        )

    def _turn(self, person_id: str, before: SoFar, kind: str, mean: float) -> Turn:
        count = self._count(person_id, kind)
        return Turn(kind=kind, count=count, above=count > mean + ABOVE_AVERAGE, start=before.start.get(kind, 0))

    def _cell(self, person: PersonEntry, date: dt.date, duty: DutyRow | None) -> Cell:
        spans = spans_on(self.week, person, date)
        leaves = self.week.absences.get(person.id, ())
        away = tuple((one.start, one.end, one.reason) for one in leaves if _touches(one, date))
        if away and not spans_on(self.offered, person, date):
            away = ()
        shown = self.chips[duty.id] if duty else ()
        return Cell(
            date=date,
            seen=cell_etag(self.stops[duty.id] if duty else ()),
            state="open" if spans or shown else "absent" if away else "none",
            chips=shown,
            away=away,
            free=_free(self.week.monday, spans, duty),
            changed=(person.id, date) in self.changed,
        )


def _touches(absence: Away, date: dt.date) -> bool:
    midnight = dt.datetime.combine(date, dt.time(), TAIPEI)
    return absence.start < midnight + dt.timedelta(days=1) and absence.end > midnight


def _free(monday: dt.date, spans: Sequence[tuple[int, int]], duty: DutyRow | None) -> tuple[Free, ...]:
    midnight = dt.datetime.combine(monday, dt.time(), TAIPEI)
    free: list[Free] = []
    for first, last in spans:
        start, end = midnight + dt.timedelta(seconds=first), midnight + dt.timedelta(seconds=last)
        pieces = ((start, min(end, duty.departure)), (max(start, duty.arrival), end)) if duty else ((start, end),)
        free += [Free(start=one, end=other) for one, other in pieces if (other - one).total_seconds() >= SHORTEST_FREE]
    return tuple(free)
