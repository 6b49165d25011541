"""What a replan of a roster would change, at each level of gentleness, as far as it has been tried."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.planning.revisions import next_revision
from outreach.records import Job, Roster, RosterUnserved, Week
from outreach.records.database import OfficeRecords
from outreach.usecases.jobs.ask_for_job import is_try
from outreach.usecases.replanning.forget_tries import KEPT
from outreach.usecases.replanning.side_by_side import SideBySide, side_by_side
from outreach.usecases.replanning.what_happened import WhatHappened, what_happened
from outreach.usecases.replanning.who_is_told import Told, who_is_told
from outreach.usecases.showing.show_unserved import UnservedRow, show_unserved
from outreach.usecases.weeks.compare_rosters import RosterComparison, compare_rosters

Level = Literal["keep_routes", "keep_people", "anything"]
LEVELS: tuple[Level, ...] = ("keep_routes", "keep_people", "anything")
"""The gentlest first."""
State = Literal["untried", "waiting", "running", "done", "failed", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One level. `changed`: people whose week changes, beside those who are away; `handed`: stops that others have now
    though nothing happened to them; `filled` of `missing`: seats without anybody that somebody has. `stale`: tried on
    what is known no more.
    """

    level: Level
    state: State = "untried"
    job_id: str = ""
    share: float = 0.0
    fault: Mapping[str, str] = field(default_factory=dict)
    try_id: str = ""
    changed: int = 0
    handed: int = 0
    filled: int = 0
    missing: int = 0

    @property
    def active(self) -> bool:
        """Whether it is being tried just now."""
        return self.state in ("waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One try, looked at. `unserved`: what it leaves out and the roster did not, or what has just lost its people."""

    try_id: str
    level: Level
    sides: SideBySide
    told: tuple[Told, ...]
    unserved: tuple[UnservedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanView:
    """The page: what happened, the three levels, and the try that is looked at. `published`: something holds already;
    `outdated`: something newer than this roster does.
    """

    what: WhatHappened
    cards: tuple[Card, ...]
    tried: Tried | None
    next_revision: int
    published: bool
    outdated: bool

    @property
    def roster(self) -> Roster:
        """The roster that would be replanned."""
        return self.what.roster

    @property
    def active(self) -> tuple[Card, ...]:
        """Levels that are being tried just now."""
        return tuple(card for card in self.cards if card.active)


def show_replan(
    records: OfficeRecords, actor: Actor, *, roster_id: str, level: str = "", now: dt.datetime
) -> ReplanView:
    """The roster's replan page. `level`: which try to look at; else the gentlest that is there.

    In a fixed number of queries. Raises as `what_happened`.
    """
    what = what_happened(records, actor, roster_id=roster_id, now=now)
    jobs = _newest_jobs(records, roster_id, now)
    with records.with_tries():
        tries = {one.id for one in records.all(Roster, Roster.status == "trial", Roster.base_id == roster_id)}
        comparisons: dict[str, RosterComparison] = {}
        cards = tuple(_card(records, actor, what, one, jobs.get(one), tries, comparisons) for one in LEVELS)
        done = [card for card in cards if card.state == "done"]
        chosen = next((card for card in done if card.level == level), None)
        if chosen is None and level not in [card.level for card in cards if card.active]:
            chosen = next(iter(done), None)
        tried = _tried(records, actor, what, chosen, comparisons[chosen.try_id]) if chosen else None
    weeks = records.all(Week, Week.monday == what.roster.monday)
    holds = records.get(Roster, weeks[0].published_id) if weeks and weeks[0].published_id else None
    return ReplanView(
        what=what,
        cards=cards,
        tried=tried,
        next_revision=next_revision(records, what.roster.monday),
        published=holds is not None,
        outdated=what.roster.status == "frozen" or (holds is not None and holds.revision > what.roster.revision),
    )


def tries_asked(records: OfficeRecords, roster_id: str, now: dt.datetime) -> list[Job]:
    """The jobs that have tried something on this roster, the newest first."""
    asked = select(Job).where(Job.kind == "replan", col(Job.created) > now - KEPT).order_by(col(Job.created).desc())
    return [job for job in records.session.exec(asked) if is_try(job) and job.given["roster_id"] == roster_id]


def _newest_jobs(records: OfficeRecords, roster_id: str, now: dt.datetime) -> dict[str, Job]:
    found: dict[str, Job] = {}
    for job in tries_asked(records, roster_id, now):
        found.setdefault(job.given["level"], job)
    return found


def _card(
    records: OfficeRecords,
    actor: Actor,
    what: WhatHappened,
    level: Level,
    job: Job | None,
    tries: set[str],
    comparisons: dict[str, RosterComparison],
) -> Card:
    if job is None or job.status == "cancelled":
        return Card(level=level)
    if job.status in ("waiting", "running"):
        state: State = "waiting" if job.status == "waiting" else "running"
        return Card(level=level, state=state, job_id=job.id, share=job.share)
    if job.status == "failed":
        return Card(level=level, state="failed", job_id=job.id, fault=job.fault or {})
    try_id = (job.result or {}).get("try_id", "")
    if try_id not in tries:
        return Card(level=level)
    if job.given["seen"] != what.seen:
        return Card(level=level, state="stale", job_id=job.id, try_id=try_id)
    found = compare_rosters(records, actor, one_id=what.roster.id, other_id=try_id)
    comparisons[try_id] = found
    changed = {day.person_id for day in found.people} - what.away
    filled, handed = _figures(found, what)
    return Card(
        level=level,
        state="done",
        job_id=job.id,
        try_id=try_id,
        changed=len(changed),
        handed=handed,
        filled=filled,
        missing=what.missing,
    )


def _figures(found: RosterComparison, what: WhatHappened) -> tuple[int, int]:
    """How many of the seats without anybody somebody has, and how many others went to somebody else."""
    lost = {(stop.item_key, stop.seat) for stop in what.lost}
    stopped = {(stop.item_key, stop.seat) for one in what.happenings for stop in one.stopped}
    left, taken = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    needed = Counter(stop.item_key for stop in what.lost) + Counter(what.requests)
    for change in found.seats:
        before, after = change.before, change.after
        key = (before or after).item_key  # type: ignore[union-attr]  # One of the two is there.
        if after is not None and (before is None or before.person_id != after.person_id or before.key in lost):
            taken[key].append(after.person_id)
        went = before is not None and (after is None or before.person_id != after.person_id)
        if before is not None and went and before.key not in lost | stopped:
            left[key].append(before.person_id)
    filled = handed = 0
    for key in {*left, *taken, *needed}:
        # Two of a crew who change seats between them change nothing.
        gone, come = Counter(left[key]) - Counter(taken[key]), Counter(taken[key]) - Counter(left[key])
        handed += gone.total()
        filled += min(needed[key], max(0, come.total() - gone.total()))
    return filled, handed


def _tried(records: OfficeRecords, actor: Actor, what: WhatHappened, card: Card, comparison: RosterComparison) -> Tried:
    sides = side_by_side(records, comparison, one_id=what.roster.id, other_id=card.try_id, now=what.now)
    return Tried(
        try_id=card.try_id,
        level=card.level,
        sides=sides,
        told=who_is_told(records, monday=what.roster.monday, roster_id=card.try_id, now=what.now),
        unserved=_unserved(records, actor, what, card.try_id, comparison.unserved_after),
    )


def _unserved(
    records: OfficeRecords, actor: Actor, what: WhatHappened, try_id: str, more: Sequence[tuple[str, int]]
) -> tuple[UnservedRow, ...]:
    keys = {key for key, _ in more} | {stop.item_key for stop in what.lost} | set(what.requests)
    ids = {row.id for row in records.all(RosterUnserved, RosterUnserved.roster_id == try_id) if row.item_key in keys}
    if not ids:
        return ()
    view = show_unserved(records, actor, try_id)
    return tuple(row for row in (*view.mandatory, *view.optional) if row.unserved_id in ids)
