"""The week as a board: how much of what was asked is served, day by day, and every person's week."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.calendar.holidays import closed_on
from outreach.planning.office_week import read_week
from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.person_rows import RoleGroup, role_groups
from outreach.usecases.showing.shown_roster import shown_roster
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
class WeekView:
    """What the week's page shows."""

    roster: Roster
    days: tuple[DayFigures, ...]
    groups: tuple[RoleGroup, ...]
    tasks_served: int
    tasks_asked: int
    seats_filled: int
    seats_asked: int
    missed: int
    previous: dt.date | None
    following: dt.date | None

    @property
    def busy(self) -> int:
        """How many people have a duty."""
        return sum(len(group.busy) for group in self.groups)

    @property
    def idle(self) -> int:
        """How many people have none."""
        return sum(len(group.idle) for group in self.groups)


def newest_roster(records: OfficeRecords) -> Roster | None:
    """The roster made last, of whatever week."""
    return max(records.all(Roster), key=lambda roster: (roster.created, roster.revision), default=None)


def show_week(records: OfficeRecords, actor: Actor, monday: dt.date) -> WeekView | None:
    """The week that starts on `monday`, as its newest draft or what holds has it (`shown_roster`); `None` without any.

    Raises `NotThere` for who may not see everybody's work.
    """
    require_everybody(actor)
    rosters = records.all(Roster)
    roster = shown_roster(one for one in rosters if one.monday == monday)
    if roster is None:
        return None
    week = read_week(records, monday)
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster.id)
    stops: dict[str, list[RosterStop]] = defaultdict(list)
    for stop in records.all(RosterStop, RosterStop.roster_id == roster.id):
        stops[stop.duty_id].append(stop)
    unserved = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    every_stop = [stop for rows in stops.values() for stop in rows if stop.kind != "reload"]
    served = {stop.item_key for stop in every_stop if stop.kind != "shift"}
    filled = sum(stop.kind == "shift" for stop in every_stop)
    return WeekView(
        roster=roster,
        days=tuple(_figures(date, every_stop, unserved) for date in week.dates),
        groups=role_groups(week, duties, stops),
        tasks_served=len(served),
        tasks_asked=len(served) + sum(row.kind != "shift" for row in unserved),
        seats_filled=filled,
        seats_asked=filled + sum(row.kind == "shift" for row in unserved),
        missed=roster.missed,
        previous=max((one.monday for one in rosters if one.monday < monday), default=None),
        following=min((one.monday for one in rosters if one.monday > monday), default=None),
    )


def _figures(date: dt.date, stops: Sequence[RosterStop], unserved: Sequence[RosterUnserved]) -> DayFigures:
    today = [stop for stop in stops if stop.start.date() == date]
    left = [row for row in unserved if {window["date"] for window in row.windows} == {date.isoformat()}]
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
