"""The first page of who plans: what waits for somebody, this week's strength, and who has not been seen for long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI, monday_of
from outreach.records import Job, Person, Roster, Week
from outreach.records.database import OfficeRecords
from outreach.usecases.jobs.ask_for_job import is_try
from outreach.usecases.showing.duties_hit import duties_hit
from outreach.usecases.showing.long_unseen import Unseen, long_unseen
from outreach.usecases.showing.show_week import DayFigures, read_roster
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.weeks.own_duty import require_everybody
from outreach.usecases.weeks.who_has_read import Reader, who_has_read

AHEAD = 3
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekState:
    """One week from this one on. `roster`: what is shown of it; `published`: what holds. `hit`: how many duties of the
    roster that is shown cannot be done as they are (`duties_hit`).
    """

    monday: dt.date
    roster: Roster | None
    published: Roster | None
    hit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """What the first page shows. `silent`: people of published weeks who are to be phoned, with their roster; `noes`:
    those who said that they cannot come. `known`: whether the office has any people at all.
    """

    today: dt.date
    known: bool
    weeks: tuple[WeekState, ...]
    roster: Roster | None
    days: tuple[DayFigures, ...]
    missed: int
    silent: tuple[tuple[Roster, Reader], ...]
    noes: tuple[tuple[Roster, Reader], ...]
    jobs: tuple[Job, ...]
    unseen: tuple[Unseen, ...]


def show_home(records: OfficeRecords, actor: Actor, *, now: dt.datetime) -> HomeView:
    """The first page of the office's readers, in a fixed number of queries. Raises `NotThere` for everybody else."""
    require_everybody(actor)
    today = now.astimezone(TAIPEI).date()
    weeks = _weeks(records, monday_of(today), now)
    this = weeks[0]
    found = read_roster(records, actor, this.monday) if this.roster else None
    head = found[0] if found else None
    active = records.all(Job, col(Job.status).in_(("waiting", "running")), Job.kind != "messages")
    silent, noes = [], []
    for state in weeks:
        if state.published is None:
            continue
        readers = who_has_read(records, actor, state.published.id, now=now)
        silent += [(state.published, one) for one in readers if one.phone]
        noes += [(state.published, one) for one in readers if one.declined]
    return HomeView(
        today=today,
        known=bool(records.all(Person)),
        weeks=weeks,
        roster=this.roster,
        days=head.days if head else (),
        missed=head.missed if head else 0,
        silent=tuple(silent),
        noes=tuple(noes),
        jobs=tuple(job for job in active if not is_try(job)),
        unseen=long_unseen(records, actor, now=now),
    )


def _weeks(records: OfficeRecords, first: dt.date, now: dt.datetime) -> tuple[WeekState, ...]:
    last = first + AHEAD * WEEK
    rosters = records.all(Roster, Roster.monday >= first, Roster.monday < last)
    published = {week.monday: week.published_id for week in records.all(Week, Week.monday >= first, Week.monday < last)}
    mondays = [first + number * WEEK for number in range(AHEAD)]
    shown = {monday: shown_roster(one for one in rosters if one.monday == monday) for monday in mondays}
    hit = duties_hit(records, [roster.id for roster in shown.values() if roster is not None], now)
    return tuple(
        WeekState(
            monday=monday,
            roster=(roster := shown[monday]),
            published=next((one for one in rosters if one.id == published.get(monday)), None),
            hit=hit.get(roster.id, 0) if roster else 0,
        )
        for monday in mondays
    )
