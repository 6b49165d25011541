"""The rosters of a week, and which of them holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import ClosedDay, Roster, Week
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, NotAllowed, Refusal

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekState:
    """A week as everybody works on it: the roster that holds (`None`: none does), its revisions, its closed days."""

    monday: dt.date
    published_id: str | None
    rosters: Sequence[Roster]
    closed_days: Sequence[ClosedDay]


def show_rosters(records: OfficeRecords, actor: Actor, *, monday: dt.date | None = None) -> Sequence[Roster]:
    """Rosters of one week or of all, the newest first, at most 200. Field persons know of no drafts.

    Raises `NotAllowed` for whoever has nothing to do with rosters.
    """
    if actor.role == "admin":
        raise NotAllowed
    asked = select(Roster)
    if monday is not None:
        asked = asked.where(Roster.monday == monday)
    if actor.role == "field":
        asked = asked.where(Roster.status != "draft")
    newest = asked.order_by(col(Roster.monday).desc(), col(Roster.revision).desc()).limit(MOST)
    return records.session.exec(newest).all()


def show_week_state(records: OfficeRecords, actor: Actor, *, monday: dt.date) -> WeekState:
    """The week that starts on `monday`. Raises `Invalid` for another day of the week, and as `show_rosters`."""
    if monday != monday_of(monday):
        raise Invalid(Refusal("not_a_monday", "請填那一週的星期一。", "Give the Monday of the week.", "monday"))
    rosters = show_rosters(records, actor, monday=monday)
    weeks = records.all(Week, Week.monday == monday)
    last = monday + dt.timedelta(days=6)
    return WeekState(
        monday=monday,
        published_id=weeks[0].published_id if weeks else None,
        rosters=rosters,
        closed_days=records.all(ClosedDay, ClosedDay.date >= monday, ClosedDay.date <= last),
    )
