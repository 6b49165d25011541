"""Seats name a unit by its name: a unit that one of them names keeps it."""

from __future__ import annotations

from itertools import chain

from sqlmodel import select

from outreach.records import Desk, Drive, Service, Shift
from outreach.records.database import OfficeRecords
from outreach.refusals import InUse, Refusal

_NAMED = Refusal(
    "unit_named_in_seats",
    "有服務、服務台、到校受理或班次的名額指定了這個單位；請先改那些名額。",
    "Seats of a service, desk, drive or shift name this unit; change those seats first.",
    "name",
)


def check_no_seat_names(records: OfficeRecords, unit_name: str) -> None:
    """Raises `InUse` when a seat wants somebody of the unit with this name."""
    session = records.session
    rows = chain(
        session.exec(select(Desk.required, Desk.desired)).all(),
        session.exec(select(Drive.required, Drive.desired)).all(),
        session.exec(select(Shift.required, Shift.desired)).all(),
        ((crew, None) for crew in session.exec(select(Service.crew)).all()),
    )
    if any(seat.get("unit") == unit_name for row in rows for seats in row for seat in seats or ()):
        raise InUse(_NAMED)
