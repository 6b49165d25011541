"""Pin stops of a roster where they are, or let them go: the board's own verbs over pins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Pin, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.pin_name import pin_name
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.unpin_seat import unpin_seat

Seat = tuple[str, int]


def pin_stops(
    records: OfficeRecords, actor: Actor, *, roster_id: str, duty_id: str, seats: Sequence[Seat], now: dt.datetime
) -> None:
    """Pin these seats of a duty to its person. A draft shows it at once; a published roster stays as it is.

    Raises as `pin_seat`, and `NotThere` when the duty has no such seat any more.
    """
    roster, duty, stops = _found(records, actor, roster_id, duty_id, seats)
    for stop in stops:
        pin_seat(
            records,
            actor,
            item=pin_name(stop.item_key),
            date=duty.date,
            seat=stop.seat,
            person_id=duty.person_id,
            start=None if stop.kind == "shift" else stop.start.astimezone(TAIPEI).time(),
            now=now,
        )
        if roster.status == "draft":
            stop.pinned = True


def unpin_stops(
    records: OfficeRecords, actor: Actor, *, roster_id: str, duty_id: str, seats: Sequence[Seat], now: dt.datetime
) -> None:
    """Let these seats of a duty go. Raises as `unpin_seat`, and `NotThere` when the duty has no such seat any more."""
    roster, duty, stops = _found(records, actor, roster_id, duty_id, seats)
    wanted = {(pin_name(stop.item_key), stop.seat) for stop in stops}
    held = records.all(Pin, Pin.date == duty.date, Pin.person_id == duty.person_id, col(Pin.never).is_(False))
    for pin in held:
        if (pin.item, pin.seat) in wanted:
            unpin_seat(records, actor, pin_id=pin.id, now=now)
    if roster.status == "draft":
        for stop in stops:
            stop.pinned = False


def _found(
    records: OfficeRecords, actor: Actor, roster_id: str, duty_id: str, seats: Sequence[Seat]
) -> tuple[Roster, RosterDuty, Sequence[RosterStop]]:
    coordinators_only(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    lock_week(records, roster.monday)
    duty = records.get(RosterDuty, duty_id)
    if duty is None or duty.roster_id != roster_id:
        raise NotThere
    wanted = set(seats)
    stops = [
        stop for stop in records.all(RosterStop, RosterStop.duty_id == duty_id) if (stop.item_key, stop.seat) in wanted
    ]
    if not stops or len(stops) != len(wanted):
        raise NotThere
    return roster, duty, stops
