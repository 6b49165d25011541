"""Take a sign-off back. Both stay in the ledger: that it was given, and that it was taken back."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refusal
from outreach.usecases.hours.show_hours import newest_lines
from outreach.usecases.hours.sign_off import OWN, check_registrar, later_than, line_of

_NOT_SIGNED = Refusal("not_signed_off", "這一筆還沒有核定。", "This row is not signed off.")


def withdraw_hours(
    records: OfficeRecords, actor: Actor, *, log_id: str, reason: str = "", now: dt.datetime
) -> VisitLog:
    """The row, which waits for being signed off again. Raises `NotAllowed`, `NotThere`, `Conflict`."""
    account_id = check_registrar(actor)
    row = records.get(VisitLog, log_id, lock=True)
    if row is None:
        raise NotThere
    if actor.is_person(row.person_id):
        raise NotAllowed(OWN)
    if row.registered is None:
        raise Conflict(_NOT_SIGNED)
    newest = newest_lines(records, [log_id]).get(log_id)
    line = line_of(row, row.credited or 0, account_id, later_than(newest, now))
    line.withdrawn, line.reason = True, reason
    records.add(line)
    row.registered = row.registrar_id = row.credited = None
    records.is_noted = True
    return row
