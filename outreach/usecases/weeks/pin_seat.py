"""Pin: this person takes this seat, whatever else is planned."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import short
from outreach.records import Person, Pin
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Refusal
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.seat_wanted import SeatFound, SeatWanted, find_seat, not_booked_twice, not_pinned_elsewhere


def pin_seat(
    records: OfficeRecords,
    actor: Actor,
    *,
    item: str,
    date: dt.date,
    seat: int,
    person_id: str,
    start: dt.time | None = None,
    now: dt.datetime,
) -> Pin:
    """Decide that a person takes a seat (from 1) of the work with code `item` on `date`, with `start` at that time.

    The same once more changes its start at most. Raises `Invalid` for what does not exist or is over, and `Conflict`
    when that contradicts another decision: `seat_taken`, `booked_twice`, `pinned_elsewhere`, `barred`.
    """
    coordinators_only(actor)
    wanted = SeatWanted(item=item, date=date, seat=seat, person_id=person_id, start=start)
    found = find_seat(records, wanted, now)
    if found.own_bars:
        raise Conflict(_said("barred", found, "已設為不可排", "is barred from it"))
    if found.others_there:
        holder = records.get(Person, found.others_there[0].person_id)
        code = holder.code if holder else "?"
        raise Conflict(_said("seat_taken", found, f"的名額 {seat} 已鎖定給 {code}", f"seat {seat} is pinned to {code}"))
    if any(pin.seat != seat for pin in found.own_pins):
        raise Conflict(_said("booked_twice", found, "的另一個名額已鎖定給他", "has them on another seat"))
    not_pinned_elsewhere(found)
    not_booked_twice(records, found)
    return keep_pin(records, found)


def keep_pin(records: OfficeRecords, found: SeatFound) -> Pin:
    """The pin as it is wanted: the one that is there, at its new start, or a new one."""
    wanted = found.wanted
    for pin in found.own_pins:
        if pin.seat == wanted.seat:
            if pin.start != wanted.start:
                pin.start, pin.by_hand = wanted.start, True
            return pin
    return records.add(
        Pin(
            office_id="",
            item=wanted.item,
            date=wanted.date,
            seat=wanted.seat,
            person_id=wanted.person_id,
            start=wanted.start,
            by_hand=True,
        )
    )


def _said(code: str, found: SeatFound, zh: str, en: str) -> Refusal:
    item, date, person = found.wanted.item, found.wanted.date, found.person.code
    return Refusal(code, f"{person}：{item} {short(date)} {zh}。", f"{person}: {item} {short(date, 'en')} {en}.")
