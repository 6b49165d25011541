"""Take back a pin, or the release of one, that somebody has just made on the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlmodel import col, select

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import Change, Pin, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.records.journal import Step
from outreach.refusals import NotThere
from outreach.usecases.keeping.undo_change import undo_change
from outreach.usecases.trying.cell_etag import Cell
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week
from outreach.usecases.weeks.pin_name import pin_name

VERB = "pin_stops"
"""Under which pins of the board are kept as a change."""


def last_pins(records: OfficeRecords, actor: Actor, monday: dt.date, since: dt.datetime | None) -> str | None:
    """The actor's newest change of pins that nobody has taken back, if it is of this week and later than `since`."""
    mine = (Change.account_id == actor.account_id, Change.verb == VERB, col(Change.undone_id).is_(None))
    asked = select(Change).where(*mine).order_by(col(Change.at).desc(), col(Change.id))
    newest = records.session.exec(asked.limit(1)).first()
    if newest is None or (since is not None and newest.at <= since):
        return None
    dates = {monday_of(pin.date) for pin in _pins(records, newest.steps)}
    return newest.id if dates == {monday} else None


def undo_pins(records: OfficeRecords, actor: Actor, *, roster_id: str, change_id: str) -> tuple[Cell, ...]:
    """Put the pins of a change back as they were, and show it in the draft; whose days they are.

    Raises `NotAllowed`, `NotThere`, and `Conflict` as `undo_change`.
    """
    coordinators_only(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    lock_week(records, roster.monday)
    change = records.get(Change, change_id)
    pins = _pins(records, change.steps if change else ())
    undo_change(records, change_id)
    records.session.flush()
    cells = tuple(sorted({(pin.person_id, pin.date) for pin in pins}))
    if roster.status == "draft":
        _show(records, roster, pins)
    return cells


def _pins(records: OfficeRecords, steps: Iterable[Step]) -> list[Pin]:
    """The pins that a change is about: those that are there, and those that were."""
    found = []
    for step in steps:
        kept = records.get(Pin, step["id"])
        values = step["before"] or step["after"] or {}
        if kept is not None:
            found.append(Pin(**kept.model_dump()))
        elif "person_id" in values:
            named = {name: values[name] for name in ("item", "seat", "person_id")}
            found.append(Pin(office_id="", date=dt.date.fromisoformat(values["date"]), **named))
    return found


def _show(records: OfficeRecords, roster: Roster, pins: Iterable[Pin]) -> None:
    for pin in pins:
        held = records.all(
            Pin,
            Pin.item == pin.item,
            Pin.date == pin.date,
            Pin.seat == pin.seat,
            Pin.person_id == pin.person_id,
            col(Pin.never).is_(False),
        )
        duties = records.all(
            RosterDuty,
            RosterDuty.roster_id == roster.id,
            RosterDuty.person_id == pin.person_id,
            RosterDuty.date == pin.date,
        )
        for duty in duties:
            for stop in records.all(RosterStop, RosterStop.duty_id == duty.id, RosterStop.seat == pin.seat):
                if pin_name(stop.item_key) == pin.item:
                    stop.pinned = bool(held)
