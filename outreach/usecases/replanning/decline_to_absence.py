"""Somebody said no to a duty: they are away for its time."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records import Answer, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.weeks.coordinators_only import coordinators_only
from outreach.usecases.weeks.report_absence import ReportedAbsence, report_absence


def decline_to_absence(
    records: OfficeRecords, actor: Actor, *, roster_id: str, duty_id: str, now: dt.datetime
) -> ReportedAbsence:
    """Keep an absence for the time of a duty that was declined, with the reason that was given.

    Raises `NotThere`, `Conflict` when the answer is another one by now, and as `report_absence`.
    """
    coordinators_only(actor)
    duty = records.get(RosterDuty, duty_id)
    if duty is None or duty.roster_id != roster_id:
        raise NotThere
    answers = records.all(Answer, Answer.duty_id == duty_id)
    if not answers or answers[0].answer != "declined":
        raise Conflict(
            Refusal("not_declined", "對方沒有回覆不能來，或已經改口。", "They have not declined, or not any more.")
        )
    return report_absence(
        records,
        actor,
        person_id=duty.person_id,
        start=duty.departure,
        end=duty.arrival,
        reason=answers[0].reason,
        now=now,
    )
