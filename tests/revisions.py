"""A roster once more, as another revision."""

from __future__ import annotations

from typing import Any

from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords

NOT_COPIED = {"id", "version"}


def copy_of(records: OfficeRecords, roster_id: str, **fields: Any) -> Roster:
    """The roster with all its rows under new identifiers; `fields` replace its own."""
    first = records.get(Roster, roster_id)
    assert first is not None
    copied = records.add(Roster(**first.model_dump(exclude=NOT_COPIED) | fields))
    records.session.flush()
    duties = {}
    for duty in records.all(RosterDuty, RosterDuty.roster_id == roster_id):
        copy = records.add(RosterDuty(**duty.model_dump(exclude=NOT_COPIED) | {"roster_id": copied.id}))
        records.session.flush()
        duties[duty.id] = copy.id
    for stop in records.all(RosterStop, RosterStop.roster_id == roster_id):
        values = {"roster_id": copied.id, "duty_id": duties[stop.duty_id]}
        records.add(RosterStop(**stop.model_dump(exclude=NOT_COPIED) | values))
    for row in records.all(RosterUnserved, RosterUnserved.roster_id == roster_id):
        records.add(RosterUnserved(**row.model_dump(exclude=NOT_COPIED) | {"roster_id": copied.id}))
    records.session.flush()
    return copied
