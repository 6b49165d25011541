"""The week as a board: how much of what was asked is served, day by day, and every person's week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import case, col, func, select

from outreach.actor import Actor
from outreach.calendar.holidays import closed_on
from outreach.planning.turns_so_far import read_turns
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.showing.kept_weeks import KeptWeeks
from outreach.usecases.showing.people_rows import PeopleRows, read_people
from outreach.usecases.showing.person_rows import RoleGroup, role_groups
from outreach.usecases.showing.roster_rows import LeftRow, RosterRows, StopRow, read_rows
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.showing.week_changes import changed_days
from outreach.usecases.weeks.own_duty import require_everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """One date's sums. `short_*`: mandatory ones that stay empty. A task with a choice of dates counts once served."""

    date: dt.date
    closed: str | None
    seats_filled: int
    seats_asked: int
    short_seats: int
    visits_served: int
    visits_asked: int
    short_visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHead:
    """Which week and which of its revisions, what a page says of it first, and where to go from here.

    `revisions`: all of the week's, the oldest first. `published`: the one that holds, `None` without one. `changed`:
    how many cells are not as in that one.
    """

    roster: Roster
    revisions: tuple[Roster, ...]
    published: Roster | None
    days: tuple[DayFigures, ...]
    tasks_served: int
    tasks_asked: int
    seats_filled: int
    seats_asked: int
    missed: int
    changed: int
    previous: dt.date | None
    following: dt.date | None

    @property
    def offered(self) -> tuple[Roster, ...]:
        """The revisions that are asked for most: what holds, the newest, and the one that is open."""
        at_hand = {self.roster.id, self.revisions[-1].id, *([self.published.id] if self.published else [])}
        return tuple(one for one in self.revisions if one.id in at_hand)


@dataclass(frozen=True)
class WeekRows:
    """All that the board is made of: the same rows make the same board. `published`: of the revision that holds, where
    that is another one.
    """

    people: PeopleRows
    roster: RosterRows
    published: RosterRows | None

    def __hash__(self) -> int:
        """Reckoned once: there are thousands of values in it."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.people, self.roster, self.published))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """What the week's page shows: its head, and the rows behind the board."""

    head: WeekHead
    rows: WeekRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everybody's week."""

    groups: tuple[RoleGroup, ...]

    @property
    def busy(self) -> int:
        """How many people have a duty."""
        return sum(len(group.busy) for group in self.groups)

    @property
    def idle(self) -> int:
        """How many people have none."""
        return sum(len(group.idle) for group in self.groups)

    def count(self, mark: str) -> int:
        """How many people are `changed`, `free` or `over`."""
        return sum(getattr(row, mark) for group in self.groups for row in (*group.busy, *group.idle))


def newest_roster(records: OfficeRecords) -> Roster | None:
    """The roster made last, of whatever week."""
    asked = select(Roster).order_by(col(Roster.created).desc(), col(Roster.revision).desc()).limit(1)
    return records.session.exec(asked).first()


def show_week(
    records: OfficeRecords,
    actor: Actor,
    monday: dt.date,
    *,
    roster_id: str | None = None,
    kept: KeptWeeks | None = None,
) -> WeekView | None:
    """The week that starts on `monday`, as this roster has it, or else its newest draft or what holds (`shown_roster`).

    `None` without any. `kept`: for who only reads.

    Raises `NotThere` for who may not see everybody's work, and for a roster that is not this week's.
    """
    found = read_roster(records, actor, monday, roster_id=roster_id, kept=kept)
    if found is None:
        return None
    head, roster, published = found
    people = read_people(records, monday, kept.history if kept else read_turns)
    return WeekView(head=head, rows=WeekRows(people, roster, published))


def read_roster(
    records: OfficeRecords,
    actor: Actor,
    monday: dt.date,
    *,
    roster_id: str | None = None,
    kept: KeptWeeks | None = None,
) -> tuple[WeekHead, RosterRows, RosterRows | None] | None:
    """The head of the week's pages, the rows of the roster, and those of the revision that holds, where it is another.

    As `show_week`.
    """
    require_everybody(actor)
    rows_of = kept.rows if kept else read_rows
    revisions = sorted(records.all(Roster, Roster.monday == monday), key=lambda one: one.revision)
    if roster_id is None:
        roster = shown_roster(revisions)
    else:
        roster = next((one for one in revisions if one.id == roster_id), None)
        if roster is None:
            raise NotThere
    if roster is None:
        return None
    rows = rows_of(records, roster)
    holds = next((one for one in revisions if one.status == "published"), None)
    other = rows_of(records, holds) if holds is not None and holds is not roster else None
    beside = select(
        func.max(case((col(Roster.monday) < monday, Roster.monday))),
        func.min(case((col(Roster.monday) > monday, Roster.monday))),
    )
    previous, following = records.session.exec(beside).one()
    head = _head(
        roster,
        rows,
        revisions=tuple(revisions),
        published=holds,
        changed=len(changed_days(other, rows)) if other else 0,
        previous=previous,
        following=following,
    )
    return head, rows, other


def board_of(rows: WeekRows) -> Board:
    """The board that these rows make."""
    changed = changed_days(rows.published, rows.roster) if rows.published else frozenset()
    return Board(groups=role_groups(rows.people, rows.roster, changed))


def _head(
    roster: Roster,
    rows: RosterRows,
    *,
    revisions: tuple[Roster, ...],
    published: Roster | None,
    changed: int,
    previous: dt.date | None,
    following: dt.date | None,
) -> WeekHead:
    stops = [stop for stop in rows.stops if stop.kind != "reload"]
    served = {stop.item_key for stop in stops if stop.kind != "shift"}
    filled = sum(stop.kind == "shift" for stop in stops)
    dates = [roster.monday + dt.timedelta(days=day) for day in range(7)]
    return WeekHead(
        roster=roster,
        revisions=revisions,
        published=published,
        days=tuple(_figures(date, stops, rows.left) for date in dates),
        tasks_served=len(served),
        tasks_asked=len(served) + sum(row.kind != "shift" for row in rows.left),
        seats_filled=filled,
        seats_asked=filled + sum(row.kind == "shift" for row in rows.left),
        missed=roster.missed,
        changed=changed,
        previous=previous,
        following=following,
    )


def _figures(date: dt.date, stops: Sequence[StopRow], unserved: Iterable[LeftRow]) -> DayFigures:
    today = [stop for stop in stops if stop.start.date() == date]
    left = [row for row in unserved if row.dates == {date.isoformat()}]
    seats = sum(stop.kind == "shift" for stop in today)
    visits = len({stop.item_key for stop in today if stop.kind != "shift"})
    return DayFigures(
        date=date,
        closed=closed_on(date),
        seats_filled=seats,
        seats_asked=seats + sum(row.kind == "shift" for row in left),
        short_seats=sum(row.kind == "shift" and row.mandatory for row in left),
        visits_served=visits,
        visits_asked=visits + sum(row.kind != "shift" for row in left),
        short_visits=sum(row.kind != "shift" and row.mandatory for row in left),
    )
