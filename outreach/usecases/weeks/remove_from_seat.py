"""Remove: this person does not do this work on that date."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Pin
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.seat_wanted import SeatWanted, find_seat


def remove_from_seat(
    records: OfficeRecords,
    actor: Actor,
    *,
    item: str,
    date: dt.date,
    seat: int,
    person_id: str,
    now: dt.datetime,
) -> Pin:
    """Bar a person from the work with code `item` on `date`; their pins on it give way. The bar.

    The same once more changes nothing. Raises `Invalid` for what does not exist or is over.
    """
    coordinators_only(actor)
    found = find_seat(records, SeatWanted(item=item, date=date, seat=seat, person_id=person_id), now)
    if found.own_bars:
        return found.own_bars[0]
    for pin in found.own_pins:
        records.remove(pin)
    records.session.flush()
    return records.add(
        Pin(office_id="", item=item, date=date, seat=seat, person_id=person_id, never=True, by_hand=True)
    )
