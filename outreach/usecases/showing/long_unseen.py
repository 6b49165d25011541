"""Clients whom nobody has seen for longer than their need grade allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI, monday_of
from outreach.records import CarePlan, Client, Place, Roster, RosterStop, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.own_duty import require_everybody

INTERVALS: Mapping[int, int] = {0: 30, 1: 365, 2: 31, 3: 15, 4: 7}
"""Days between two visits by need grade: once a year, once, twice, four times a month; ungraded ones a month. Source:
Ministry of Health and Welfare, November 2025 (grades 1 to 4).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """One client. `last`: when somebody saw them last (`None`: nothing known). `tried`: when somebody was at their door
    since then and did not see them. `days_over`: days beyond the interval (`None` without `last`). `next_visit`: the
    next one that is published.
    """

    client_id: str
    name: str
    village: str
    need_grade: int
    interval: int
    last: dt.date | None
    tried: dt.date | None
    days_over: int | None
    next_visit: dt.datetime | None


def long_unseen(records: OfficeRecords, actor: Actor, *, now: dt.datetime) -> tuple[Unseen, ...]:
    """Everybody with a care plan or a need grade who is overdue today: who was never seen, then the longest overdue.

    Seen is who the visit log says was seen in person. Of weeks that have no log at all, from before there was one, a
    published visit counts, and so does what a care plan says. In eight queries.

    Raises `NotThere` for who may not see everybody.
    """
    require_everybody(actor)
    today = now.astimezone(TAIPEI).date()
    last, tried, following = _visits(records, now)
    plans: dict[str, dt.date | None] = {}
    for plan in records.all(CarePlan):
        known = plans.get(plan.client_id)
        plans[plan.client_id] = max(filter(None, (known, plan.last_visit)), default=None)
    overdue = []
    for client in records.all(Client):
        if client.id not in plans and not client.need_grade:
            continue
        seen = max(filter(None, (last.get(client.id), plans.get(client.id))), default=None)
        interval = INTERVALS.get(client.need_grade, INTERVALS[0])
        over = (today - seen).days - interval if seen else None
        if over is None or over > 0:
            overdue.append((client, interval, seen, over))
    villages = _villages(records, {client.place_id for client, *_ in overdue})
    rows = [
        Unseen(
            client_id=client.id,
            name=client.name,
            village=villages.get(client.place_id, ""),
            need_grade=client.need_grade,
            interval=interval,
            last=seen,
            tried=since if (since := tried.get(client.id)) and (seen is None or since > seen) else None,
            days_over=over,
            next_visit=following.get(client.id),
        )
        for client, interval, seen, over in overdue
    ]
    return tuple(sorted(rows, key=lambda one: (one.days_over is not None, -(one.days_over or 0), one.name)))


Dates = dict[str, dt.date]


def _visits(records: OfficeRecords, now: dt.datetime) -> tuple[Dates, Dates, dict[str, dt.datetime]]:
    """By client: the date on which they were seen last, that of the last time nobody was seen, and the next visit."""
    logged = {monday_of(date) for date in records.session.exec(select(col(VisitLog.date)).distinct())}
    published = (Roster.status == "published", col(Roster.id) == RosterStop.roster_id, RosterStop.kind == "visit")

    def asked(which: Any, *when: Any) -> dict[str, dt.datetime]:
        question = select(RosterStop.client_id, which(col(RosterStop.start))).where(*published, *when)
        rows = records.session.exec(question.group_by(col(RosterStop.client_id)))
        return {client_id: start for client_id, start in rows if client_id is not None}

    planned = asked(func.max, col(RosterStop.start) < now, col(Roster.monday).not_in(logged))
    last = {client_id: start.astimezone(TAIPEI).date() for client_id, start in planned.items()}
    for client_id, date in _logged(records, col(VisitLog.seen).is_(True)).items():
        last[client_id] = max(date, last.get(client_id, date))
    came = (VisitLog.outcome != "", col(VisitLog.seen).is_not(True))
    return last, _logged(records, *came), asked(func.min, col(RosterStop.start) >= now)


def _logged(records: OfficeRecords, *where: Any) -> Dates:
    asked = (
        select(col(VisitLog.client_id), func.max(col(VisitLog.date))).where(*where).group_by(col(VisitLog.client_id))
    )
    return {client_id: date for client_id, date in records.session.exec(asked) if client_id is not None}


def _villages(records: OfficeRecords, place_ids: set[str]) -> dict[str, str]:
    return {place.id: place.village for place in records.all(Place) if place.id in place_ids} if place_ids else {}


def narrowed_unseen(rows: Sequence[Unseen], *, grade: str = "", word: str = "") -> tuple[Unseen, ...]:
    """Those of one need grade, with a word in their name or 里."""
    return tuple(
        row
        for row in rows
        if (not grade or row.need_grade == int(grade)) and (not word or word in row.name or word in row.village)
    )
