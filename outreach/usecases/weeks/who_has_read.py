"""Who has read the roster, who has answered, and whom to phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Answer, Message, Person, Reading, RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.weeks.coordinators_only import office_readers_only
from outreach.usecases.weeks.publish_roster import occasion_of
from outreach.usecases.weeks.published_roster import roster_for

PATIENCE = dt.timedelta(hours=24)
"""How long somebody who has got a message may take to read it, and how long before a duty nobody waits any more."""
ON_ITS_WAY = ("waiting", "sending", "sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """What was said to one duty."""

    duty_id: str
    date: dt.date
    answer: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One person with a duty in the roster, or who was told that theirs are gone. `number`: under which to phone them.

    `message`: how far the message is that tells them (`""`: nothing changed for them, so there is none). `phone`:
    they were to be told, have since neither read nor answered all of it, and no message reaches them or no time is
    left to wait (`PATIENCE`). `declined`: they said no to something.
    """

    person_id: str
    code: str
    name: str
    role: str
    number: str
    duties: int
    message: str
    read_at: dt.datetime | None
    answers: tuple[GivenAnswer, ...]
    declined: bool
    phone: bool


def who_has_read(records: OfficeRecords, actor: Actor, roster_id: str, *, now: dt.datetime) -> tuple[Reader, ...]:
    """Everybody whom this published roster concerns, by their codes; first those who said no or are to be phoned.

    In a fixed number of queries. Raises `NotAllowed`, `NotThere` for drafts.
    """
    office_readers_only(actor)
    roster = roster_for(records, actor, roster_id)
    if roster.status == "draft":
        raise NotThere
    duties = records.all(RosterDuty, RosterDuty.roster_id == roster_id)
    sent = records.all(Message, col(Message.occasion).startswith(occasion_of(roster)))
    messages = {one.person_id: one for one in sorted(sent, key=lambda one: one.created)}
    read = {one.person_id: one.at for one in records.all(Reading, Reading.roster_id == roster_id)}
    answers = {one.duty_id: one for one in records.all(Answer, Answer.roster_id == roster_id)}
    concerned = {duty.person_id for duty in duties} | set(messages)
    readers = []
    for person in records.all(Person):
        if person.id not in concerned:
            continue
        own = sorted((duty for duty in duties if duty.person_id == person.id), key=lambda duty: duty.date)
        said = tuple(_said(duty, answers[duty.id]) for duty in own if duty.id in answers)
        message, seen = messages.get(person.id), read.get(person.id)
        if message is not None and seen is not None and seen < message.created:
            # What they opened was the roster before it held again: of that they know nothing yet.
            seen = None
        silent = message is not None and seen is None and len(said) < max(1, len(own))
        late = message is not None and _is_late(message, own, now)
        readers.append(
            Reader(
                person_id=person.id,
                code=person.code,
                name=person.name,
                role=person.role,
                number=person.phone,
                duties=len(own),
                message=message.status if message is not None else "",
                read_at=seen,
                answers=said,
                declined=any(one.answer == "declined" for one in said),
                phone=silent and late,
            )
        )
    return tuple(sorted(readers, key=lambda one: (not (one.declined or one.phone), one.code)))


def _is_late(message: Message, own: Sequence[RosterDuty], now: dt.datetime) -> bool:
    """Whether it is time to phone: the message does not reach them, is a day old, or a duty begins within a day."""
    if message.status not in ON_ITS_WAY:
        return True
    ahead = [duty.departure for duty in own if duty.departure > now]
    return now - message.created >= PATIENCE or bool(ahead and min(ahead) - now <= PATIENCE)


def _said(duty: RosterDuty, answer: Answer) -> GivenAnswer:
    return GivenAnswer(duty_id=duty.id, date=duty.date, answer=answer.answer, reason=answer.reason, at=answer.at)
