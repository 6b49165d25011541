"""我來接手: somebody says that they do this step."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Ladder
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.lock_ladder import lock_step
from outreach.usecases.ladders.pace import watch_of
from outreach.usecases.weeks.coordinators_only import coordinators_only


def take_step(records: OfficeRecords, actor: Actor, *, ladder_id: str, number: int, now: dt.datetime) -> Ladder:
    """Take the step that is on; whoever had taken it before is released. Nobody else is told of it then, but the clock
    goes on. `number`: of the step as it was seen. Raises `NotThere`, `NotAllowed`, and `Conflict` as `lock_step`.
    """
    coordinators_only(actor)
    ladder, step, _ = lock_step(records, ladder_id, number)
    step.taken, step.taken_by = now, actor.account_id
    if actor.person_id is not None:
        step.owner_id = actor.person_id
    last = step.kind == "emergency" and step.reached is not None
    step.ask_next = now + dt.timedelta(minutes=watch_of(records).remind) if last else None
    return ladder
