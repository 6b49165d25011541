"""Which of somebody's own duties a phone opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere


def own_day(
    records: OfficeRecords, actor: Actor, *, date: dt.date | None, now: dt.datetime
) -> tuple[RosterDuty | None, Sequence[RosterDuty]]:
    """The duty that is meant, or `None`, and the others that may be opened beside it, by date: of rosters that hold.

    Without a date: today's, else the next one. A link knows its own day only. Raises `NotThere` for who has no duties
    of their own.
    """
    if actor.role not in ("field", "link") or actor.person_id is None:
        raise NotThere
    today = now.astimezone(TAIPEI).date()
    asked = (
        select(RosterDuty)
        .join(Roster, col(Roster.id) == RosterDuty.roster_id)
        .where(Roster.status == "published", RosterDuty.person_id == actor.person_id)
    )
    if actor.date is not None:
        asked = asked.where(RosterDuty.date == actor.date)
    else:
        asked = asked.where(RosterDuty.date >= min(today - dt.timedelta(days=1), date or today))
    duties = records.session.exec(asked.order_by(col(RosterDuty.date), col(RosterDuty.id))).all()
    if actor.date is None and date is None:
        chosen = next((one for one in duties if one.date >= today), None)
    else:
        chosen = next((one for one in duties if one.date == (actor.date or date)), None)
    return chosen, [one for one in duties if one is not chosen and one.date >= today]
