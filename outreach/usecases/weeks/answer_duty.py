"""Say yes or no to a duty."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import monday_of
from outreach.records import Answer, Roster, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refusal
from outreach.usecases.weeks.checked_reason import checked_reason
from outreach.usecases.weeks.lock_week import lock_week


def accept_duty(records: OfficeRecords, actor: Actor, *, duty_id: str, reason: str = "", now: dt.datetime) -> Answer:
    """They will come. See `decline_duty`."""
    return _answer(records, actor, duty_id, "accepted", reason, now)


def decline_duty(records: OfficeRecords, actor: Actor, *, duty_id: str, reason: str = "", now: dt.datetime) -> Answer:
    """They cannot come. A field person answers for themselves; a coordinator for whoever said so by phone.

    The newest answer holds. Raises `NotThere` for others' duties and for drafts, `Conflict` when a newer roster has
    been published (`not_published`) or the duty has begun (`past`).
    """
    return _answer(records, actor, duty_id, "declined", reason, now)


def _answer(records: OfficeRecords, actor: Actor, duty_id: str, answer: str, reason: str, now: dt.datetime) -> Answer:
    if actor.role not in ("coordinator", "field", "link"):
        raise NotAllowed
    duty = records.get(RosterDuty, duty_id)
    if duty is None or (actor.role != "coordinator" and not actor.owns(duty.person_id, duty.date)):
        raise NotThere
    reason = checked_reason(reason)
    lock_week(records, monday_of(duty.date))
    roster = records.get(Roster, duty.roster_id, lock=True)
    if roster is None or (roster.status == "draft" and actor.role != "coordinator"):
        raise NotThere
    if roster.status != "published":
        raise Conflict(
            Refusal(
                "not_published",
                "這份班表不是目前公布的版本，請看最新的班表。",
                "This roster is not the one that holds now; please look at the newest.",
            )
        )
    if duty.departure <= now:
        raise Conflict(Refusal("past", "這次勤務已經開始或結束。", "This duty has begun or is over."))
    return note_answer(records, duty, answer=answer, reason=reason, now=now)


def note_answer(records: OfficeRecords, duty: RosterDuty, *, answer: str, reason: str, now: dt.datetime) -> Answer:
    """This is what was said last to a duty, whoever may say so."""
    records.is_noted = True
    known = records.all(Answer, Answer.duty_id == duty.id)
    if known:
        kept = known[0]
        kept.answer, kept.reason, kept.at = answer, reason, now
        return kept
    return records.add(
        Answer(
            office_id="",
            roster_id=duty.roster_id,
            duty_id=duty.id,
            person_id=duty.person_id,
            answer=answer,
            reason=reason,
            at=now,
        )
    )
