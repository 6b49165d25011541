"""Close a day, as in a typhoon: no field work, in the whole office or in some 里."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import monday_of, short
from outreach.records import ClosedDay, Place, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, Refusal
from outreach.usecases.weeks.checked_reason import checked_reason
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.published_part import published_duties, stops_of
from outreach.usecases.weeks.seat_wanted import not_past


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDayReport:
    """The closed day, and the published duties and stops that it runs into."""

    closed_day: ClosedDay
    duties: tuple[RosterDuty, ...]
    stops: tuple[RosterStop, ...]


def close_day(
    records: OfficeRecords,
    actor: Actor,
    *,
    date: dt.date,
    villages: Sequence[str] = (),
    reason: str = "",
    now: dt.datetime,
) -> ClosedDayReport:
    """Close `date`, everywhere or in these 里 only. Raises `Invalid` for a date that is over or a 里 in which nothing
    lies, `Conflict` when it is closed already.
    """
    coordinators_only(actor)
    not_past(date, now)
    reason = checked_reason(reason)
    named = list(dict.fromkeys(village.strip() for village in villages))
    _check_villages(records, named)
    lock_week(records, monday_of(date))
    _check_open(records, date, named)
    day = records.add(ClosedDay(office_id="", date=date, villages=named, reason=reason))
    duties = published_duties(records, date, date)
    stops = stops_of(records, duties)
    if named:
        inside = set(records.session.exec(select(Place.id).where(col(Place.village).in_(named))))
        stops = [stop for stop in stops if stop.place_id in inside or stop.end_place_id in inside]
        hit = {stop.duty_id for stop in stops}
        duties = [duty for duty in duties if duty.id in hit]
    return ClosedDayReport(closed_day=day, duties=tuple(duties), stops=tuple(stops))


def _check_villages(records: OfficeRecords, named: Sequence[str]) -> None:
    known = set(records.session.exec(select(Place.village).where(col(Place.village).in_(named)).distinct()))
    unknown = [village for village in named if not village or village not in known]
    if unknown:
        raise Invalid(
            Refusal(
                "no_such_village",
                f"沒有任何地點在這個里：{'、'.join(unknown)}。",
                f"No place lies in: {', '.join(unknown)}.",
                "villages",
            )
        )


def _check_open(records: OfficeRecords, date: dt.date, named: Sequence[str]) -> None:
    closed = records.all(ClosedDay, ClosedDay.date == date)
    everywhere = any(not day.villages for day in closed)
    already = {village for day in closed for village in day.villages}
    if everywhere or (named and set(named) <= already):
        raise Conflict(
            Refusal("already_closed", f"{short(date)} 已經停班。", f"{short(date, 'en')} is closed already.", "date")
        )
