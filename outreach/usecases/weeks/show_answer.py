"""What has been said to a duty, and whether it can be said still."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Answer
from outreach.records.database import OfficeRecords
from outreach.usecases.weeks.own_duty import visible_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """The newest answer (`""`: none yet) with its reason. `open`: this visitor may answer now."""

    answer: str
    reason: str
    open: bool


def show_answer(records: OfficeRecords, actor: Actor, *, duty_id: str, now: dt.datetime) -> AnswerView:
    """The answer to this duty. Raises `NotThere` for who may not see it."""
    duty, roster = visible_duty(records, actor, duty_id)
    found = records.all(Answer, Answer.duty_id == duty.id)
    return AnswerView(
        answer=found[0].answer if found else "",
        reason=found[0].reason if found else "",
        open=roster.status == "published" and duty.departure > now and actor.role in ("field", "coordinator"),
    )
