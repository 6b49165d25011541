"""How many turns of each kind everybody has had: what the week's page shows, and where the next plan begins.

What the published rosters of the last weeks say is counted, beside what the workbook tells of the time before. Who came
later has not been there for all of it: they begin at what those who were there have had on average meanwhile, so that
nobody piles turns on a newcomer, nor spares them for ever.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sqlalchemy import false, func, or_
from sqlmodel import col, select

from outreach.calendar.holidays import closed_on
from outreach.records import Desk, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords

TURNS = ("noon", "evening", "weekend", "holiday")
BY_DESK = ("noon", "evening")
WEEKS_REMEMBERED = 12
A_WEEK = dt.timedelta(days=7)


class Taker(Protocol):
    """Somebody who takes turns. `turns`: what the workbook says they had; `exempt`: kinds never given."""

    @property
    def id(self) -> str:
        """Which person."""

    @property
    def role(self) -> str:
        """Their role."""

    @property
    def turns(self) -> Mapping[str, int]:
        """What the workbook says they had, by kind."""

    @property
    def exempt(self) -> Sequence[str]:
        """Kinds never given."""


class Had(NamedTuple):
    """Turns of one kind that one person had in the week that starts on `monday`."""

    person_id: str
    monday: dt.date
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class TurnHistory:
    """What published rosters tell of the weeks before `monday`.

    `had`: of the last `WEEKS_REMEMBERED` weeks. `weeks`: which of these have a published roster. `first`: by person,
    the Monday of their first published duty ever. `began`: that of the office's first.
    """

    monday: dt.date
    had: tuple[Had, ...] = ()
    weeks: tuple[dt.date, ...] = ()
    first: tuple[tuple[str, dt.date], ...] = ()
    began: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SoFar:
    """One person's turns by kind. `had`: their own, counted. `start`: what a newcomer begins at."""

    had: Mapping[str, int] = field(default_factory=dict)
    start: Mapping[str, int] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        """What fairness reckons with."""
        return self.had.get(kind, 0) + self.start.get(kind, 0)

    @property
    def counts(self) -> dict[str, int]:
        """`count` of every kind of which there is any."""
        return {kind: self.count(kind) for kind in TURNS if self.count(kind)}


def turn_of(desk_turn: str, date: dt.date) -> str:
    """Which kind of turn a shift is, `""` for none: noon and evening are the desk's word, the rest is the date's."""
    if desk_turn in BY_DESK:
        return desk_turn
    if date.weekday() >= 5:
        return "weekend"
    return "holiday" if closed_on(date) else ""


def read_turns(records: OfficeRecords, monday: dt.date) -> TurnHistory:
    """The turns of the weeks before `monday`, counted by the database."""
    since = monday - WEEKS_REMEMBERED * A_WEEK
    days = (since + dt.timedelta(days=day) for day in range(7 * WEEKS_REMEMBERED))
    by_date = [date for date in days if turn_of("", date)]
    some: Any = select
    grouped = (col(RosterDuty.person_id), col(RosterDuty.date), col(Roster.monday), col(Desk.turn))
    counted = records.session.exec(
        some(*grouped, func.count())
        .select_from(RosterStop)
        .join(RosterDuty, col(RosterDuty.id) == RosterStop.duty_id)
        .join(Roster, col(Roster.id) == RosterStop.roster_id)
        .outerjoin(Desk, col(Desk.id) == RosterStop.desk_id)
        .where(
            Roster.status == "published",
            Roster.monday >= since,
            Roster.monday < monday,
            RosterStop.kind == "shift",
            or_(col(Desk.turn).in_(BY_DESK), col(RosterDuty.date).in_(by_date) if by_date else false()),
        )
        .group_by(*grouped)
    )
    had: Counter[tuple[str, dt.date, str]] = Counter()
    for person_id, date, week, turn, count in counted:
        had[person_id, week, turn_of(turn or "", date)] += count
    firsts = records.session.exec(
        select(col(RosterDuty.person_id), func.min(Roster.monday))
        .join(Roster, col(Roster.id) == RosterDuty.roster_id)
        .where(Roster.status == "published", Roster.monday < monday)
        .group_by(col(RosterDuty.person_id))
    )
    first = dict(firsts.all())
    weeks = records.session.exec(
        select(col(Roster.monday)).where(Roster.status == "published", Roster.monday >= since, Roster.monday < monday)
    )
    return TurnHistory(
        monday=monday,
        had=tuple(sorted(Had(*key, count) for key, count in had.items())),
        weeks=tuple(sorted(weeks)),
        first=tuple(sorted(first.items())),
        began=min(first.values(), default=None),
    )


def turns_so_far(people: Iterable[Taker], history: TurnHistory) -> dict[str, SoFar]:
    """Everybody's turns before the week that starts on `history.monday`, by the person's identifier."""
    everybody, first = list(people), dict(history.first)
    came = {one.id: first.get(one.id) for one in everybody if _is_new(one, first, history)}
    own: dict[str, Counter[str]] = {one.id: Counter(one.turns) for one in everybody}
    for one in history.had:
        if one.person_id in own:
            own[one.person_id][one.kind] += one.number
    means = {
        (role, since): _average([one for one in everybody if one.role == role and one.id not in came], history, since)
        for role, since in {(one.role, came[one.id]) for one in everybody if one.id in came}
    }
    return {
        one.id: SoFar(
            had=dict(own[one.id]),
            start={} if one.id not in came else _without(means[one.role, came[one.id]], one.exempt),
        )
        for one in everybody
    }


def _is_new(one: Taker, first: Mapping[str, dt.date], history: TurnHistory) -> bool:
    """Whether they came after the office began to publish rosters, as far as anybody has written down."""
    began, own = history.began, first.get(one.id)
    return not any(one.turns.values()) and began is not None and (own is None or own > began)


def _average(others: Sequence[Taker], history: TurnHistory, until: dt.date | None) -> dict[str, int]:
    """What `others` had on average before the week `until` (all of it when `None`), to the nearest whole number."""
    takers = {kind: {one.id for one in others if kind not in one.exempt} for kind in TURNS}
    total = Counter({kind: sum(one.turns.get(kind, 0) for one in others if one.id in takers[kind]) for kind in TURNS})
    for had in history.had:
        if (until is None or had.monday < until) and had.person_id in takers[had.kind]:
            total[had.kind] += had.number
    # Half a turn counts as one: whole numbers only, the same on every machine.
    return {kind: (2 * total[kind] + len(takers[kind])) // (2 * len(takers[kind])) for kind in TURNS if takers[kind]}


def _without(start: Mapping[str, int], exempt: Sequence[str]) -> dict[str, int]:
    return {kind: count for kind, count in start.items() if count and kind not in exempt}


def week_by_week(history: TurnHistory, person_id: str) -> Iterator[tuple[dt.date, Mapping[str, int]]]:
    """One person's turns in each remembered week, the oldest first; a week without a published roster has none."""
    own: dict[dt.date, Counter[str]] = {}
    for one in history.had:
        if one.person_id == person_id:
            own.setdefault(one.monday, Counter())[one.kind] += one.number
    for weeks_ago in range(WEEKS_REMEMBERED, 0, -1):
        monday = history.monday - weeks_ago * A_WEEK
        yield monday, own.get(monday, Counter())
