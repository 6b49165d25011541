"""One line of the week's board for each person: duties as chips, free time, absences, hours and turns."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from outreach.calendar.dates import TAIPEI
from outreach.planning.office_week import OfficeWeek
from outreach.planning.presence import spans_on
from outreach.records import Absence, Desk, Person, RosterDuty, RosterStop
from outreach.usecases.showing.duty_chips import Chip, chips_of
from outreach.usecases.trying.cell_etag import cell_etag

ROLE_ORDER = ("substitute", "volunteer", "staff")
TURN_ORDER = ("noon", "evening", "weekend", "holiday")
SHORTEST_FREE = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A span in which a person could still work."""

    start: dt.datetime
    end: dt.datetime
    kind: Literal["free"] = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One person on one date: `none` without availability, `absent` all day, else `open` with chips and free spans.

    `seen`: what somebody who corrects this day by hand has seen of it.
    """

    date: dt.date
    seen: str
    state: Literal["none", "absent", "open"]
    chips: tuple[Chip, ...]
    away: tuple[tuple[dt.datetime, dt.datetime, str], ...]
    free: tuple[Free, ...]

    @property
    def pieces(self) -> tuple[Chip | Free, ...]:
        """Chips and free spans as the day goes on."""
        return tuple(sorted((*self.chips, *self.free), key=lambda piece: piece.start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How many turns of one kind a person has had, this week's included. `above`: over one more than the role's
    average."""

    kind: str
    count: int
    above: bool


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGroup:
    """All people of one role: those with something to do first, then those without."""

    role: str
    busy: tuple[PersonRow, ...]
    idle: tuple[PersonRow, ...]
    averages: tuple[tuple[str, float], ...]


def role_groups(
    week: OfficeWeek, duties: Sequence[RosterDuty], stops: Mapping[str, Sequence[RosterStop]]
) -> tuple[RoleGroup, ...]:
    """All people in groups by role. `duties`: of the roster; `stops`: by the duty's identifier."""
    chips = chips_of(duties, stops)
    of_person: dict[str, list[RosterDuty]] = defaultdict(list)
    for duty in duties:
        of_person[duty.person_id].append(duty)
    turns = {person.id: _turns(person, of_person[person.id], stops, week.desks) for person in week.people}
    kinds = _turn_kinds(week)
    groups = []
    for role in ROLE_ORDER:
        people = [person for person in week.people if person.role == role]
        if not people:
            continue
        averages = {kind: sum(turns[one.id][kind] for one in people) / len(people) for kind in kinds}
        rows = [_row(week, one, of_person[one.id], stops, chips, turns[one.id], averages) for one in people]
        groups.append(
            RoleGroup(
                role=role,
                busy=tuple(row for row in rows if row.busy),
                idle=tuple(row for row in rows if not row.busy),
                averages=tuple(averages.items()),
            )
        )
    return tuple(groups)


def _turn_kinds(week: OfficeWeek) -> tuple[str, ...]:
    known = {desk.turn for desk in week.desks if desk.turn} | {kind for one in week.people for kind in one.turns}
    return tuple(kind for kind in TURN_ORDER if kind in known) + tuple(sorted(known - set(TURN_ORDER)))


def _turns(
    person: Person, duties: Sequence[RosterDuty], stops: Mapping[str, Sequence[RosterStop]], desks: Sequence[Desk]
) -> Counter[str]:
    turn_of = {desk.id: desk.turn for desk in desks}
    counted = Counter(person.turns)
    counted.update(turn_of.get(stop.desk_id or "", "") for duty in duties for stop in stops.get(duty.id, ()))
    return counted


def _row(
    week: OfficeWeek,
    person: Person,
    duties: Sequence[RosterDuty],
    stops: Mapping[str, Sequence[RosterStop]],
    chips: Mapping[str, tuple[Chip, ...]],
    turns: Counter[str],
    averages: Mapping[str, float],
) -> PersonRow:
    seconds = sum(stop.served_seconds for duty in duties for stop in stops.get(duty.id, ()))
    by_date = {duty.date: duty for duty in duties}
    return PersonRow(
        person_id=person.id,
        name=person.name,
        role=person.role,
        title=person.title,
        unit=next((unit.name for unit in week.units if unit.id == person.unit_id), ""),
        served=seconds / 3600,
        worked=sum(duty.worked_seconds for duty in duties) / 3600,
        target=person.target_week_hours,
        turns=tuple(
            Turn(kind=kind, count=turns[kind], above=turns[kind] > mean + 1) for kind, mean in averages.items()
        ),
        cells=tuple(_cell(week, person, date, by_date.get(date), stops, chips) for date in week.dates),
        busy=bool(duties),
    )


def _cell(
    week: OfficeWeek,
    person: Person,
    date: dt.date,
    duty: RosterDuty | None,
    stops: Mapping[str, Sequence[RosterStop]],
    chips: Mapping[str, tuple[Chip, ...]],
) -> Cell:
    offered = spans_on(replace(week, absences={}), person, date)
    spans = spans_on(week, person, date)
    away = tuple(
        (absence.start, absence.end, absence.reason)
        for absence in week.absences.get(person.id, ())
        if offered and _touches(absence, date)
    )
    shown = chips[duty.id] if duty else ()
    state: Literal["none", "absent", "open"] = "open" if spans or shown else "absent" if away else "none"
    return Cell(
        date=date,
        seen=cell_etag(stops.get(duty.id, ()) if duty else ()),
        state=state,
        chips=shown,
        away=away,
        free=_free(week.monday, spans, duty),
    )


def _touches(absence: Absence, date: dt.date) -> bool:
    midnight = dt.datetime.combine(date, dt.time(), TAIPEI)
    return absence.start < midnight + dt.timedelta(days=1) and absence.end > midnight


def _free(monday: dt.date, spans: Sequence[tuple[int, int]], duty: RosterDuty | None) -> tuple[Free, ...]:
    midnight = dt.datetime.combine(monday, dt.time(), TAIPEI)
    free: list[Free] = []
    for first, last in spans:
        start, end = midnight + dt.timedelta(seconds=first), midnight + dt.timedelta(seconds=last)
        pieces = ((start, min(end, duty.departure)), (max(start, duty.arrival), end)) if duty else ((start, end),)
        free += [Free(start=one, end=other) for one, other in pieces if (other - one).total_seconds() >= SHORTEST_FREE]
    return tuple(free)
