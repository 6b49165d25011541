"""What a change by hand is about to replace, as it is kept, and how it comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, TypeVar

from sqlmodel import col

from outreach.planning.draft_rows import rows_of
from outreach.records import DraftStep, Pin, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords
from outreach.records.journal import Step, differs, plain, read_back
from outreach.usecases.trying.cell_etag import Cell

R = TypeVar("R", bound=OfficeRecord)
FIGURES = ("missed", "left", "terms")


def steps_of(records: OfficeRecords, roster_id: str) -> list[DraftStep]:
    """A draft's changes by hand, the newest first."""
    found = records.all(DraftStep, DraftStep.roster_id == roster_id)
    return sorted(found, key=lambda step: -step.number)


def before_change(records: OfficeRecords, roster: Roster, cells: Collection[Cell]) -> dict[str, Any]:
    """The rows of these days, all that is unserved, and the roster's figures."""
    duties, stops = rows_of(records, roster.id, cells)
    left = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    return {
        "duties": [_dump(row) for row in duties],
        "stops": [_dump(row) for row in stops],
        "unserved": [_dump(row) for row in left],
        "roster": {name: getattr(roster, name) for name in FIGURES},
    }


def cells_of(step: DraftStep) -> tuple[Cell, ...]:
    """Whose days it changed."""
    return tuple((person_id, dt.date.fromisoformat(date)) for person_id, date in step.cells)


def begins_of(step: DraftStep) -> list[dt.datetime]:
    """When the work began that it had before."""
    return [dt.datetime.fromisoformat(row["start"]) for row in step.before["stops"]]


def put_rows_back(records: OfficeRecords, roster: Roster, step: DraftStep) -> None:
    """The rows as they were before the step, with their own identifiers."""
    duties, stops = rows_of(records, roster.id, cells_of(step))
    left = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    for some in (stops, left, duties):
        for row in some:
            records.remove(row)
        records.session.flush()
    for kind, name in ((RosterDuty, "duties"), (RosterStop, "stops"), (RosterUnserved, "unserved")):
        for values in step.before[name]:
            records.add(_read(kind, values))
        records.session.flush()
    for name in FIGURES:
        setattr(roster, name, step.before["roster"][name])


def put_pins_back(records: OfficeRecords, steps: Collection[Step]) -> None:
    """The pins as they were, but for those that somebody has decided about since."""
    found = {pin.id: pin for pin in records.all(Pin, col(Pin.id).in_([step["id"] for step in steps]))}
    for step in steps:
        pin = found.get(step["id"])
        if step["before"] is None and pin is not None and not differs(pin, step["after"]):
            records.remove(pin)
    records.session.flush()
    taken = {(pin.item, pin.date, pin.seat, pin.person_id) for pin in records.all(Pin)}
    for step in steps:
        before, pin = step["before"], found.get(step["id"])
        if before is None:
            continue
        values = {name: read_back(Pin, name, value) for name, value in before.items() if name != "version"}
        if pin is None and step["after"] is None:
            key = (values["item"], values["date"], values["seat"], values["person_id"])
            if key not in taken:
                records.add(Pin(**values))
        elif pin is not None and step["after"] is not None and not differs(pin, step["after"]):
            for name, value in values.items():
                setattr(pin, name, value)
    records.session.flush()


def _dump(row: OfficeRecord) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in type(row).model_fields if name != "version"}


def _read(kind: type[R], values: dict[str, Any]) -> R:
    return kind(**{name: read_back(kind, name, value) for name, value in values.items()})  # type: ignore[arg-type]
