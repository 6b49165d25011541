"""This step was done, and nobody was reached: the next one is on at once."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Ladder
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.lock_ladder import lock_step
from outreach.usecases.ladders.pace import watch_of
from outreach.usecases.ladders.reach import reach
from outreach.usecases.weeks.coordinators_only import coordinators_only


def tick_off(records: OfficeRecords, actor: Actor, *, ladder_id: str, number: int, now: dt.datetime) -> Ladder:
    """Note that the step that is on was done, and by whom. The last one was done when it was reported; after it, the
    ladder stays open. `number`: of the step as it was seen. Raises `NotThere`, `NotAllowed`, and `Conflict` as
    `lock_step`.
    """
    coordinators_only(actor)
    ladder, step, steps = lock_step(records, ladder_id, number)
    if step.done is not None:
        return ladder
    step.reached = step.reached or now
    step.done, step.done_by = now, actor.account_id
    if step.number == len(steps):
        step.result = "told"
        step.ask_next = now + dt.timedelta(minutes=watch_of(records).remind)
    else:
        step.result = "nobody"
        if step.taken_by is None:
            step.taken, step.taken_by = now, actor.account_id
        reach(records, ladder, steps, step.number + 1, now=now)
    return ladder
