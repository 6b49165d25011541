"""What closing a day would stop, before anybody closes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import Place, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.shown_roster import shown_roster
from outreach.usecases.weeks.coordinators_only import office_readers_only


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingHits:
    """How much of the week's roster lies in the day, and in these 里 if some are named. `roster_id` is `""` where the
    week has no roster.
    """

    roster_id: str
    duties: int
    people: int
    visits: int
    seats: int


def closing_hits(
    records: OfficeRecords, actor: Actor, *, date: dt.date, villages: Collection[str] = (), now: dt.datetime
) -> ClosingHits:
    """What would stop, of what is still ahead. Raises `NotAllowed` for who may not see everybody's work."""
    office_readers_only(actor)
    roster = shown_roster(records.all(Roster, Roster.monday == monday_of(date)))
    if roster is None:
        return ClosingHits(roster_id="", duties=0, people=0, visits=0, seats=0)
    duties = {
        duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id, RosterDuty.date == date)
    }
    stops = [
        stop
        for stop in records.all(
            RosterStop,
            RosterStop.roster_id == roster.id,
            RosterStop.kind != "reload",
            col(RosterStop.duty_id).in_(list(duties)),
        )
        if stop.start >= now
    ]
    if villages:
        inside = set(records.session.exec(select(Place.id).where(col(Place.village).in_(list(villages)))))
        stops = [stop for stop in stops if stop.place_id in inside or stop.end_place_id in inside]
    hit = {stop.duty_id for stop in stops}
    return ClosingHits(
        roster_id=roster.id,
        duties=len(hit),
        people=len({duties[duty_id].person_id for duty_id in hit}),
        visits=len({stop.item_key for stop in stops if stop.kind != "shift"}),
        seats=sum(stop.kind == "shift" for stop in stops),
    )


def villages_served(records: OfficeRecords, actor: Actor) -> tuple[str, ...]:
    """The 里 in which anything lies."""
    office_readers_only(actor)
    found = records.session.exec(select(Place.village).where(Place.village != "").distinct())
    return tuple(sorted(found))
