"""Assign: this person takes the seat, instead of whoever was to have it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Pin
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.pin_seat import keep_pin
from outreach.usecases.weeks.seat_wanted import SeatWanted, find_seat, not_booked_twice, not_pinned_elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The pin that holds now, and the pins and bars that gave way to it."""

    pin: Pin
    replaced: tuple[Pin, ...]


def assign_seat(
    records: OfficeRecords,
    actor: Actor,
    *,
    item: str,
    date: dt.date,
    seat: int,
    person_id: str,
    start: dt.time | None = None,
    now: dt.datetime,
) -> Assigned:
    """Pin a person to a seat. What others were pinned to there, and what kept this person off the work, gives way.

    Raises `Invalid` as `pin_seat`, and `Conflict` when the person is pinned to other work at that time
    (`booked_twice`), or the work to other dates (`pinned_elsewhere`).
    """
    coordinators_only(actor)
    wanted = SeatWanted(item=item, date=date, seat=seat, person_id=person_id, start=start)
    found = find_seat(records, wanted, now)
    not_pinned_elsewhere(found)
    not_booked_twice(records, found)
    elsewhere = [pin for pin in found.own_pins if pin.seat != seat]
    replaced = (*found.others_there, *found.own_bars, *elsewhere)
    for pin in replaced:
        records.remove(pin)
    # A bar on the same seat must be gone before a pin with its key comes.
    records.session.flush()
    return Assigned(pin=keep_pin(records, found), replaced=replaced)
