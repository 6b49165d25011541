"""What of the published rosters lies in some days: duties and stops that something new runs into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col, select

from outreach.calendar.dates import monday_of
from outreach.records import Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords


def published_duties(
    records: OfficeRecords, first: dt.date, last: dt.date, person_id: str | None = None
) -> Sequence[RosterDuty]:
    """Duties of the rosters that hold now, from `first` to `last`, of one person if one is named."""
    asked = (
        select(RosterDuty)
        .join(Roster, col(Roster.id) == RosterDuty.roster_id)
        .where(
            Roster.status == "published",
            Roster.monday >= monday_of(first),
            Roster.monday <= last,
            RosterDuty.date >= first,
            RosterDuty.date <= last,
        )
    )
    if person_id is not None:
        asked = asked.where(RosterDuty.person_id == person_id)
    return records.session.exec(asked.order_by(col(RosterDuty.date), col(RosterDuty.id))).all()


def stops_of(records: OfficeRecords, duties: Sequence[RosterDuty]) -> Sequence[RosterStop]:
    """The stops of these duties with work at them, in order."""
    wanted = [duty.id for duty in duties]
    asked = select(RosterStop).where(col(RosterStop.duty_id).in_(wanted), RosterStop.kind != "reload")
    return records.session.exec(asked.order_by(col(RosterStop.duty_id), col(RosterStop.position))).all()
