"""What becomes of a week while somebody has it open: cheap marks first, the cells only once a mark has changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import func
from sqlmodel import col, select

from outreach.records import Account, Change, Job, Person, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.last_editor import BOARD_VERBS
from outreach.usecases.trying.cell_etag import Cell

_OF_A_CELL = ("item_key", "seat", "start", "end", "pinned")
LOOK_BACK = dt.timedelta(minutes=2)
"""A transaction may be seen this long after the moment that it says it was made at."""


@dataclass(frozen=True, slots=True)
class RosterMark:
    """How far one revision is."""

    revision: int
    status: str
    version: int
    rows: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekState:
    """One moment of a week. `marks`: by roster; `jobs`: status of the plans and replans of this week; `changes`: of
    boards, newest last, as change and account; `cells`: of each draft, what stands in each cell.
    """

    marks: Mapping[str, RosterMark]
    jobs: Mapping[str, str]
    changes: tuple[tuple[str, str | None], ...]
    cells: Mapping[str, Mapping[Cell, int]] = field(default_factory=dict)

    def is_like(self, other: WeekState) -> bool:
        """Whether nothing has happened between the two."""
        return (self.marks, self.jobs, self.changes) == (other.marks, other.jobs, other.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened to the week: `cells` of a draft, another `roster` or status, a `job` that ended.

    `who`: account names; `people`: names by id, of the cells.
    """

    kind: Literal["cells", "roster", "job"]
    roster_id: str = ""
    revision: int = 0
    status: str = ""
    who: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)


def week_state(records: OfficeRecords, monday: dt.date, now: dt.datetime, before: WeekState | None = None) -> WeekState:
    """The week that starts on `monday` as it is now; the cells are those of `before` where nothing has happened."""
    rosters = records.session.exec(
        select(Roster.id, Roster.revision, Roster.status, Roster.version).where(Roster.monday == monday)
    ).all()
    drafts = [roster_id for roster_id, _, status, _ in rosters if status == "draft"]
    rows: dict[str, tuple[int, int, int]] = {}
    if drafts:
        counted = select(
            col(RosterStop.roster_id), func.count(), func.sum(RosterStop.version), func.sum(RosterStop.position)
        )
        for roster_id, *sums in records.session.exec(
            counted.where(col(RosterStop.roster_id).in_(drafts)).group_by(col(RosterStop.roster_id))
        ):
            rows[roster_id] = (int(sums[0]), int(sums[1]), int(sums[2]))
    marks = {
        one: RosterMark(revision, status, version, rows.get(one, (0, 0, 0)))
        for one, revision, status, version in rosters
    }
    state = WeekState(marks=marks, jobs=_jobs(records, monday, now), changes=_changes(records, now))
    if before is not None and state.is_like(before):
        return before
    cells = {roster_id: _cells(records, roster_id) for roster_id in drafts}
    return WeekState(marks=marks, jobs=state.jobs, changes=state.changes, cells=cells)


def news_of(records: OfficeRecords, before: WeekState, after: WeekState) -> tuple[News, ...]:
    """What has happened between two moments."""
    if after is before:
        return ()
    found: list[News] = []
    known = set(before.changes)
    who = _names(records, [account for change, account in after.changes if (change, account) not in known and account])
    for roster_id, mark in after.marks.items():
        old = before.marks.get(roster_id)
        if old is None or old.status != mark.status:
            found.append(News(kind="roster", roster_id=roster_id, revision=mark.revision, status=mark.status, who=who))
            continue
        mine, theirs = before.cells.get(roster_id, {}), after.cells.get(roster_id, {})
        changed = tuple(sorted(cell for cell in {*mine, *theirs} if mine.get(cell) != theirs.get(cell)))
        if changed:
            people = _people(records, {person_id for person_id, _ in changed})
            one = News(kind="cells", roster_id=roster_id, revision=mark.revision, who=who, cells=changed, people=people)
            found.append(one)
    found += [
        News(kind="job", status=status)
        for job_id, status in after.jobs.items()
        if status in ("done", "failed") and before.jobs.get(job_id) != status
    ]
    return tuple(found)


def _jobs(records: OfficeRecords, monday: dt.date, now: dt.datetime) -> Mapping[str, str]:
    asked = select(Job.id, Job.status, Job.given).where(
        col(Job.kind).in_(("plan", "replan")), Job.created >= now - dt.timedelta(hours=2)
    )
    rows = records.session.exec(asked).all()
    # A try is nobody's news: nothing comes of it until it is kept.
    return {
        job_id: status
        for job_id, status, given in rows
        if given.get("monday") == monday.isoformat() and not given.get("trial")
    }


def _changes(records: OfficeRecords, now: dt.datetime) -> tuple[tuple[str, str | None], ...]:
    asked = select(Change.id, Change.account_id).where(col(Change.verb).in_(BOARD_VERBS), Change.at >= now - LOOK_BACK)
    return tuple((one, account) for one, account in records.session.exec(asked.order_by(col(Change.at))))


def _cells(records: OfficeRecords, roster_id: str) -> Mapping[Cell, int]:
    columns: list[Any] = [RosterDuty.person_id, RosterDuty.date, *(getattr(RosterStop, name) for name in _OF_A_CELL)]
    asked = (
        select(*columns)
        .join(RosterStop, col(RosterStop.duty_id) == RosterDuty.id)
        .where(RosterDuty.roster_id == roster_id)
        .order_by(col(RosterStop.item_key), col(RosterStop.seat))
    )
    rows: dict[Cell, list[tuple[object, ...]]] = defaultdict(list)
    for person_id, date, *rest in records.session.exec(asked):
        rows[person_id, date].append(tuple(rest))
    return {cell: hash(tuple(stops)) for cell, stops in rows.items()}


def _names(records: OfficeRecords, accounts: Sequence[str]) -> tuple[str, ...]:
    if not accounts:
        return ()
    found = dict(records.session.exec(select(Account.id, Account.name).where(col(Account.id).in_(accounts))).all())
    return tuple(dict.fromkeys(found[one] for one in accounts if one in found))


def _people(records: OfficeRecords, ids: set[str]) -> Mapping[str, str]:
    return dict(records.session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())
