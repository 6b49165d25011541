"""Somebody cannot come, or cannot go on: one button on the phone."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from outreach.actor import Actor
from outreach.records import Answer, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.own_route.own_day import own_day
from outreach.usecases.weeks.answer_duty import decline_duty, note_answer
from outreach.usecases.weeks.report_absence import report_absence

_OVER = Refusal("past", "這次勤務已經結束。", "This duty is over.", "")
State = Literal["ahead", "begun", "over"]


def state_of(duty: RosterDuty, now: dt.datetime) -> State:
    """Whether the duty lies ahead, has begun, or is over."""
    return "over" if duty.arrival <= now else "begun" if duty.departure <= now else "ahead"


def cannot_come(
    records: OfficeRecords, actor: Actor, *, date: dt.date | None = None, reason: str = "", now: dt.datetime
) -> RosterDuty:
    """Say no to one's own duty of this day, which the coordinator then has to decide about.

    What lies ahead is declined. Of what has begun they are away from now on: only the rest is given to others, and what
    is done stays theirs. Raises `NotThere`, `Conflict` when it is over (`past`) or somebody is away already.
    """
    duty, _ = own_day(records, actor, date=date, now=now)
    if duty is None:
        raise NotThere
    state = state_of(duty, now)
    if state == "over":
        raise Conflict(_OVER)
    if state == "ahead":
        decline_duty(records, actor, duty_id=duty.id, reason=reason, now=now)
        return duty
    report_absence(records, actor, person_id=duty.person_id, start=now, end=duty.arrival, reason=reason, now=now)
    note_answer(records, duty, answer="declined", reason=reason, now=now)
    return duty


def has_declined(records: OfficeRecords, duty: RosterDuty) -> bool:
    """Whether their newest answer to this duty is no."""
    return any(one.answer == "declined" for one in records.all(Answer, Answer.duty_id == duty.id))
