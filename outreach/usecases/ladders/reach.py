"""A step is reached: it is the one that is on, and whose it is, is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.records import Account, Ladder, LadderStep
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.officers import officers_now
from outreach.usecases.ladders.tell_of_step import tell_of_step


def reach(
    records: OfficeRecords, ladder: Ladder, steps: Sequence[LadderStep], number: int, *, now: dt.datetime
) -> None:
    """Make this step the one that is on. When that is earlier than it was due, so is everything after it; those
    between, if any, are skipped.
    """
    for passed in steps[: number - 1]:
        if passed.done is None and passed.reached is None:
            passed.done, passed.result = now, "skipped"
    before, step = (steps[number - 2] if number > 1 else None), steps[number - 1]
    earlier = max(step.due - now, dt.timedelta())
    for one in steps[number - 1 :]:
        one.due -= earlier
    if before is not None:
        before.ask_next = None
    step.reached = now
    if step.kind != "again":
        step.owner_id = _owner(records, before, now) or step.owner_id
    ladder.number = number
    tell_of_step(records, ladder, step, now=now)


def _owner(records: OfficeRecords, before: LadderStep | None, now: dt.datetime) -> str | None:
    """Whoever took the step before goes on; else the first duty officer."""
    if before is not None and before.taken_by is not None:
        account = records.get(Account, before.taken_by)
        if account is not None and account.person_id is not None:
            return account.person_id
    return next(iter(officers_now(records, now)), None)
