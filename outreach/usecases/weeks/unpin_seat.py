"""Take a pin or a bar back: the next plan decides freely again."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import Pin
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.keeping.removals import note_removal
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.seat_wanted import not_past


def unpin_seat(records: OfficeRecords, actor: Actor, *, pin_id: str, now: dt.datetime) -> None:
    """Remove one pin or bar. Raises `NotThere` when it is gone already, `Invalid` when its date is over."""
    coordinators_only(actor)
    pin = records.get(Pin, pin_id)
    if pin is None:
        raise NotThere
    not_past(pin.date, now)
    lock_week(records, monday_of(pin.date))
    # Somebody else may have removed it while we waited for the week.
    pin = records.get(Pin, pin_id, lock=True)
    if pin is None:
        raise NotThere
    # The workbook may still have it: its next import asks before it brings it back.
    note_removal(records, pin)
    records.remove(pin)
