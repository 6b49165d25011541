"""An officer does not wait: the last step is on at once."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Ladder
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Refusal
from outreach.usecases.ladders.lock_ladder import lock_ladder
from outreach.usecases.ladders.pace import watch_of
from outreach.usecases.ladders.reach import reach
from outreach.usecases.weeks.coordinators_only import coordinators_only

_CLOSED = Refusal("ladder_closed", "這件已經關閉了。", "This is closed already.")


def call_emergency_now(records: OfficeRecords, actor: Actor, *, ladder_id: str, now: dt.datetime) -> Ladder:
    """Jump to the last step, which whoever says so takes; what lies between is skipped. Twice is once. The software
    calls nobody: the page shows the numbers. Raises `NotThere`, `NotAllowed`, `Conflict`.
    """
    coordinators_only(actor)
    ladder, steps = lock_ladder(records, ladder_id)
    if ladder.closed is not None:
        raise Conflict(_CLOSED)
    last = steps[-1]
    if ladder.number < last.number:
        reach(records, ladder, steps, last.number, now=now)
        last.taken, last.taken_by = now, actor.account_id
        last.ask_next = now + dt.timedelta(minutes=watch_of(records).remind)
    return ladder
