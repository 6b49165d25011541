"""The volunteers' service hours of a month: signed off, to be signed off, and what does not count."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Account, HoursLine, Person, VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import NotAllowed, NotThere
from outreach.usecases.hours.credit import Credit
from outreach.usecases.hours.gather import gather
from outreach.usecases.hours.months import last_of, month_of
from outreach.usecases.hours.state import State, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """One row of the log. `signed`: minutes that are signed off, `None` when none are; `by`: by whom."""

    log: VisitLog
    credit: Credit
    state: State
    signed: int | None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHours:
    """One volunteer's rows. `own`: it is who asks, and cannot sign them off."""

    person_id: str
    code: str
    name: str
    rows: tuple[HoursRow, ...]
    own: bool

    @property
    def signed(self) -> int:
        """Minutes that are signed off."""
        return sum(one.signed or 0 for one in self.rows)

    @property
    def waiting(self) -> int:
        """Minutes that wait for being signed off."""
        return sum(one.credit.minutes for one in self.rows if one.state in ("open", "doubt"))

    def of(self, *states: State) -> tuple[HoursRow, ...]:
        """The rows in these states."""
        return tuple(one for one in self.rows if one.state in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursMonth:
    """A month's hours. `everybody`: volunteers with rows in it, whatever was asked for: identifier, code, name."""

    month: dt.date
    people: tuple[PersonHours, ...]
    everybody: tuple[tuple[str, str, str], ...]

    @property
    def signed(self) -> int:
        """Minutes that are signed off."""
        return sum(one.signed for one in self.people)

    @property
    def waiting(self) -> int:
        """Minutes that wait."""
        return sum(one.waiting for one in self.people)

    def of(self, *states: State) -> tuple[HoursRow, ...]:
        """Everybody's rows in these states."""
        return tuple(row for one in self.people for row in one.of(*states))

    @property
    def clear(self) -> tuple[HoursRow, ...]:
        """What can be signed off at once: nothing to look at first, and not of who asks."""
        return tuple(row for one in self.people if not one.own for row in one.of("open"))


def show_hours(
    records: OfficeRecords,
    actor: Actor,
    *,
    month: dt.date,
    person_id: str | None = None,
    word: str = "",
    states: Sequence[State] = (),
) -> HoursMonth:
    """Everybody's hours of the month; of a field person their own. In a fixed number of queries.

    `word`: in the code or name. `states`: rows in these only. Raises `NotAllowed`, `NotThere` for somebody else's.
    """
    if not (actor.sees_everybody or actor.role == "field"):
        raise NotAllowed
    own_only = not actor.sees_everybody
    if own_only and (actor.person_id is None or person_id not in (None, actor.person_id)):
        raise NotThere
    first = month_of(month)
    people = person_hours(records, actor, first, last_of(first), {actor.person_id or ""} if own_only else None)
    everybody = tuple((one.person_id, one.code, one.name) for one in people)
    chosen = (one for one in people if person_id in (None, one.person_id) and word in f"{one.code} {one.name}")
    return HoursMonth(month=first, people=tuple(_narrowed(chosen, states)), everybody=everybody)


def person_hours(
    records: OfficeRecords, actor: Actor, first: dt.date, last: dt.date, people: set[str] | None = None
) -> tuple[PersonHours, ...]:
    """By code, the volunteers with rows from `first` to `last`. In seven queries."""
    gathered = gather(records, first, last, people)
    lines = newest_lines(records, gathered.rows)
    named = {
        one.id: one for one in records.all(Person, col(Person.id).in_({r.person_id for r in gathered.rows.values()}))
    }
    registrars = {row.registrar_id for row in gathered.rows.values() if row.registrar_id}
    accounts = {one.id: one.name for one in records.all(Account, col(Account.id).in_(registrars))}
    rows: dict[str, list[HoursRow]] = defaultdict(list)
    for row_id, row in gathered.rows.items():
        credit = gathered.credits[row_id]
        state = state_of(row, credit, lines.get(row_id))
        by = accounts.get(row.registrar_id or "", "")
        rows[row.person_id].append(HoursRow(log=row, credit=credit, state=state, signed=row.credited, by=by))
    found = (
        PersonHours(
            person_id=person_id,
            code=named[person_id].code,
            name=named[person_id].name,
            rows=tuple(own),
            own=actor.is_person(person_id),
        )
        for person_id, own in rows.items()
    )
    return tuple(sorted(found, key=lambda one: one.code))


def newest_lines(records: OfficeRecords, log_ids: Iterable[str]) -> Mapping[str, HoursLine]:
    """By row of the log, the newest line of the ledger."""
    lines = records.all(HoursLine, col(HoursLine.log_id).in_(list(log_ids)))
    return {line.log_id: line for line in sorted(lines, key=lambda line: line.at)}


def _narrowed(people: Iterable[PersonHours], states: Sequence[State]) -> Iterable[PersonHours]:
    for one in people:
        rows = one.of(*states) if states else one.rows
        if rows:
            yield PersonHours(person_id=one.person_id, code=one.code, name=one.name, rows=rows, own=one.own)
