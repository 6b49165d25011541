"""What fixes were made from, and whether it has changed since: a roster's rows, and the records of its week."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from outreach.records import Change, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.records.journal import Step

WEEK = dt.timedelta(days=7)
_ALWAYS_APART = frozenset({"Deputy"})
_WORDS_ONLY = {
    "Person": frozenset({"name", "title", "phone", "email", "turns", "other_codes"}),
    "Client": frozenset({"name", "phone", "note", "other_codes"}),
    "CarePlan": frozenset({"note"}),
    "Task": frozenset({"note"}),
    "Absence": frozenset({"reason", "by_hand"}),
    "ClosedDay": frozenset({"reason"}),
    "Shift": frozenset({"note"}),
    "Pin": frozenset({"by_hand"}),
}
"""Fields that no plan depends on."""


def stamp_of(records: OfficeRecords, roster: Roster) -> dict[str, Any]:
    """What stands for the roster and the records as they are now, to be kept and asked about later."""
    newest = select(Change).order_by(col(Change.at).desc(), col(Change.id)).limit(1)
    change = records.session.exec(newest).first()
    return {
        "rows": rows_digest(records, roster),
        "change": change.id if change else "",
        "at": change.at.isoformat() if change else "",
    }


def rows_digest(records: OfficeRecords, roster: Roster) -> str:
    """A digest that is another one when any row of the roster has been edited, added or removed."""
    told: list[Any] = [roster.id, roster.version]
    for kind in (RosterDuty, RosterStop):
        asked = select(func.count(), func.sum(kind.version), func.min(kind.id), func.max(kind.id))
        found = records.session.exec(asked.where(kind.office_id == records.office.id, kind.roster_id == roster.id))
        told += map(str, found.one())
    return hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()


def still_so(records: OfficeRecords, roster: Roster, stamp: Mapping[str, Any]) -> bool:
    """Whether nothing that a plan of this week depends on has changed since the stamp."""
    if not stamp or stamp["rows"] != rows_digest(records, roster):
        return False
    asked = select(Change).where(Change.id != stamp["change"])
    if stamp["at"]:
        asked = asked.where(col(Change.at) >= dt.datetime.fromisoformat(stamp["at"]))
    return not any(matters(step, roster.monday) for change in records.session.exec(asked) for step in change.steps)


def matters(step: Step, monday: dt.date) -> bool:
    """Whether a change of one record can change anything about the plan of the week that starts on `monday`."""
    kind, before, after = step["kind"], step["before"] or {}, step["after"] or {}
    if kind in _ALWAYS_APART:
        return False
    touched = {name for name in {*before, *after} if before.get(name) != after.get(name)} - {"version", "corrected"}
    if before and after:
        return bool(touched - _WORDS_ONLY.get(kind, frozenset()))
    return _in_week(kind, before or after, monday)


def _in_week(kind: str, values: Mapping[str, Any], monday: dt.date) -> bool:
    """Whether a record that came or went has to do with the week."""
    if kind in ("Appointment", "Allowance"):
        return bool(values["monday"] == monday.isoformat())
    if kind in ("Pin", "Shift", "ClosedDay", "Drive"):
        return monday <= dt.date.fromisoformat(values["date"]) < monday + WEEK
    if kind == "Absence":
        first, last = (dt.datetime.fromisoformat(values[name]).date() for name in ("start", "end"))
        return first < monday + WEEK and last >= monday
    return True
