"""Somebody has seen the person, and an officer says who."""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

from outreach.actor import Actor
from outreach.records import Ladder
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, Invalid, Refusal
from outreach.usecases.ladders.close_ladder import close_ladder
from outreach.usecases.ladders.lock_ladder import lock_ladder
from outreach.usecases.weeks.coordinators_only import coordinators_only

SeenBy = Literal["staff", "village_head", "rescue", "family", "hospital"]
"""本所人員, 里長, 警消, 家屬, 醫院."""
SEEN_BY: tuple[SeenBy, ...] = get_args(SeenBy)
_WHO = Refusal("seen_by_whom", "請選是誰親眼見到本人。", "Say who has seen the person with their own eyes.", "seen_by")
_CLOSED = Refusal("ladder_closed", "這件已經關閉了。", "This is closed already.")


def close_seen(records: OfficeRecords, actor: Actor, *, ladder_id: str, seen_by: str, now: dt.datetime) -> Ladder:
    """Close a ladder. Raises `NotThere`, `NotAllowed`, `Invalid` without a word of `SEEN_BY`, `Conflict`."""
    coordinators_only(actor)
    ladder, steps = lock_ladder(records, ladder_id)
    if seen_by not in SEEN_BY:
        raise Invalid(_WHO)
    if ladder.closed is not None:
        raise Conflict(_CLOSED)
    close_ladder(ladder, steps, seen_by=seen_by, closed_by=actor.account_id, now=now)
    return ladder
