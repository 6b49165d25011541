"""Take back the last change by hand."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm.attributes import flag_modified

from outreach.actor import Actor
from outreach.planning.draft_rows import rows_of
from outreach.records import DraftStep, Roster
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Refusal
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.draft_steps import begins_of, cells_of, put_pins_back, put_rows_back, steps_of
from outreach.usecases.trying.judgement import Undone
from outreach.usecases.trying.wanted import roster_of
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.lock_week import lock_week

_NOTHING = Refusal("nothing_to_undo", "沒有可以復原的變更。", "There is no change to undo.")
_ANOTHER = Refusal(
    "another_step",
    "剛剛又有人改了一步，所以沒有復原。請看最新的樣子，再按一次。",
    "Somebody has changed something just now, so nothing was undone. Look at it as it is now, then try again.",
)
_BEGUN = Refusal(
    "begun",
    "這個變更裡的勤務已經開始，不能復原；請改排還沒開始的。",
    "Work of this change has begun, so it cannot be undone; change what is still to come.",
)


def undo_step(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    step_id: str | None = None,
    now: dt.datetime,
) -> Undone:
    """Put the draft back to what it was before its last change by hand; pins too, unless somebody has decided about
    them since. The one before it can be taken back next. `step_id`: the change that is meant, `None` whichever is last.

    Raises `NotAllowed`, `NotThere`, and `Conflict` when there is none (`nothing_to_undo`), when another one has been
    made meanwhile (`another_step`), or its work has begun.
    """
    coordinators_only(actor)
    lock_week(records, roster_of(records, roster_id, now).monday)
    roster = roster_of(records, roster_id, now, lock=True)
    steps = steps_of(records, roster.id) if roster.status == "draft" else []
    if not steps:
        raise Conflict(_NOTHING)
    step = steps[0]
    if step_id is not None and step.id != step_id:
        raise Conflict(_ANOTHER)
    _still_ahead(records, roster, step, now)
    put_rows_back(records, roster, step)
    put_pins_back(records, step.pins)
    flag_modified(roster, "terms")
    cells = cells_of(step)
    records.remove(step)
    records.session.flush()
    desks.forget(records, roster)
    return Undone(roster_id=roster.id, cells=cells, left=len(steps) - 1)


def _still_ahead(records: OfficeRecords, roster: Roster, step: DraftStep, now: dt.datetime) -> None:
    _, stops = rows_of(records, roster.id, cells_of(step))
    here = {(stop.item_key, stop.seat, stop.start) for stop in stops if stop.start < now}
    there = {
        (row["item_key"], row["seat"], start)
        for row, start in zip(step.before["stops"], begins_of(step), strict=True)
        if start < now
    }
    if here != there:
        raise Conflict(_BEGUN)
