"""Discard a draft that nobody wants."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import DraftStep, FoundFixes, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, InUse, NotThere, Refusal
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week


def discard_roster(records: OfficeRecords, actor: Actor, *, roster_id: str) -> dt.date:
    """Remove a draft with all its rows; the Monday of its week. What was published stays for ever.

    Raises `NotThere`, `Conflict` (`not_a_draft`), and `InUse` when a later revision was replanned from it.
    """
    coordinators_only(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    lock_week(records, roster.monday)
    roster = records.get(Roster, roster_id, lock=True)
    if roster is None:
        raise NotThere
    if roster.status != "draft":
        raise Conflict(
            Refusal(
                "not_a_draft",
                f"第 {roster.revision} 版已經公布過，不能刪除。",
                f"Revision {roster.revision} has been published and cannot be removed.",
            )
        )
    if records.all(Roster, Roster.base_id == roster_id):
        raise InUse
    with records.with_tries():
        for one in records.all(Roster, Roster.base_id == roster_id):
            remove_rows(records, one)
    monday = roster.monday
    remove_rows(records, roster)
    records.is_noted = True
    return monday


def remove_rows(records: OfficeRecords, roster: Roster) -> None:
    """Remove a roster that nobody has been told of, with all its rows."""
    for kind in (DraftStep, FoundFixes, RosterStop, RosterUnserved, RosterDuty):
        for row in records.all(kind, kind.roster_id == roster.id):
            records.remove(row)
        records.session.flush()
    records.remove(roster)
    records.session.flush()
