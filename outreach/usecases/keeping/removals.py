"""Remembers what of a workbook was removed by hand, so that its next import asks before it brings it back."""

from __future__ import annotations

from sqlmodel import col

from outreach.records import ClosedDay, Pin, Removal
from outreach.records.database import OfficeRecords


def note_removal(records: OfficeRecords, gone: Pin | ClosedDay) -> None:
    """This pin or closed day has been taken away by hand. What no workbook has made needs no note."""
    if isinstance(gone, Pin):
        if not gone.by_hand:
            _keep(records, "pins", pin_key(gone))
    else:
        _keep(records, "closed_days", closed_day_key(gone))


def pin_key(pin: Pin) -> str:
    """By what a pin is found again in a workbook."""
    return f"{pin.item} {pin.date} {pin.seat} {pin.person_id}"


def closed_day_key(day: ClosedDay) -> str:
    """By what a closed day is found again in a workbook."""
    return " ".join([str(day.date), *sorted(day.villages)])


def _keep(records: OfficeRecords, kind: str, key: str) -> None:
    if not records.all(Removal, col(Removal.kind) == kind, col(Removal.key) == key):
        records.add(Removal(office_id="", kind=kind, key=key))
