"""How many duties of a roster cannot be done as they are: somebody is away, a day is closed, somebody said no."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from outreach.records import Absence, Answer, ClosedDay, Place, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords


def duties_hit(records: OfficeRecords, roster_ids: Sequence[str], now: dt.datetime) -> Mapping[str, int]:
    """By roster, how many duties that are not over are hit, each counted once; rosters without any are left out. In
    five queries.
    """
    if not roster_ids:
        return {}
    # What is over can be handed to nobody any more.
    duties = records.all(RosterDuty, col(RosterDuty.roster_id).in_(roster_ids), RosterDuty.arrival > now)
    if not duties:
        return {}
    first, last = min(duty.departure for duty in duties), max(duty.arrival for duty in duties)
    away: dict[str, list[Absence]] = defaultdict(list)
    for absence in records.all(Absence, Absence.start < last, Absence.end > first):
        away[absence.person_id].append(absence)
    closed = records.all(ClosedDay, ClosedDay.date >= first.date(), ClosedDay.date <= last.date())
    shut = {day.date for day in closed if not day.villages}
    noes = records.all(Answer, Answer.answer == "declined", col(Answer.roster_id).in_(roster_ids))
    hit = {no.duty_id for no in noes} | _in_closed_villages(records, roster_ids, closed)
    for duty in duties:
        absences = away.get(duty.person_id, ())
        if duty.departure.date() in shut or any(
            absence.start < duty.arrival and absence.end > duty.departure for absence in absences
        ):
            hit.add(duty.id)
    return Counter(duty.roster_id for duty in duties if duty.id in hit)


def _in_closed_villages(records: OfficeRecords, roster_ids: Sequence[str], closed: Sequence[ClosedDay]) -> set[str]:
    """The duties with a stop in a 里 that is closed that day."""
    of_date: dict[dt.date, set[str]] = defaultdict(set)
    for day in closed:
        of_date[day.date].update(day.villages)
    villages = set().union(*of_date.values())
    if not villages:
        return set()
    asked = (
        select(RosterStop.duty_id, RosterStop.start, Place.village)
        .join(Place, col(Place.id).in_((RosterStop.place_id, RosterStop.end_place_id)))
        .where(col(RosterStop.roster_id).in_(roster_ids), col(Place.village).in_(villages))
    )
    return {duty_id for duty_id, start, village in records.session.exec(asked) if village in of_date[start.date()]}
