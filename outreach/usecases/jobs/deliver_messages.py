"""Hand over the messages that wait. Each of them goes out once at the most, whatever stops this half-way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import col, select

from outreach.ports import Clock, Messages
from outreach.records import Job, Message, Person, Roster
from outreach.records.database import OfficeRecords, office_records


@dataclass(slots=True)
class Delivered:
    """How many messages went which way. `kept`: only to be read in the application. `unsure`: see `Message`."""

    sent: int = 0
    failed: int = 0
    kept: int = 0
    unsure: int = 0


def deliver_messages(
    engine: Engine,
    office_id: str,
    *,
    messages: Messages | None,
    clock: Clock,
    job_id: str | None = None,
    on_progress: Callable[[float, Delivered], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Delivered:
    """Hand over every message that waits, one after the other.

    A message is marked as being sent, and that is committed, before it is handed over; what is found marked so
    afterwards was left there by a machine that stopped, may have gone out or not, and is not sent again. `messages`:
    `None` when the office has set up no way to send any. `job_id`: the job that does this, if one does.
    """
    told = Delivered()
    with office_records(engine, office_id=office_id) as records:
        told.unsure = _doubt_what_was_left(records, job_id)
    while not (stop is not None and stop()):
        with office_records(engine, office_id=office_id) as records:
            taken = _take_next(records, messages, clock, told)
            waiting = len(records.all(Message, Message.status == "waiting"))
        if taken is None:
            break
        message, address = taken
        if address and messages is not None:
            handed_over = messages.send(address, message.subject, message.text)
            with office_records(engine, office_id=office_id) as records:
                _note(records, message.id, handed_over, clock.now(), told)
        if on_progress is not None:
            done = told.sent + told.failed + told.kept
            on_progress(done / max(1, done + waiting), told)
    return told


def _doubt_what_was_left(records: OfficeRecords, job_id: str | None) -> int:
    """Mark as unsure what somebody who is no longer there was sending."""
    others = records.all(Job, Job.kind == "messages", Job.status == "running", Job.id != job_id)
    if others:
        return 0
    left = records.all(Message, Message.status == "sending")
    for message in left:
        message.status, message.fault = "unsure", "interrupted"
    return len(left)


def _take_next(
    records: OfficeRecords, messages: Messages | None, clock: Clock, told: Delivered
) -> tuple[Message, str] | None:
    """The next message that waits, marked as being sent, and where it goes; `""` when it stays in the application."""
    asked = select(Message).where(Message.status == "waiting").order_by(col(Message.created), col(Message.id)).limit(1)
    message = records.session.exec(asked.with_for_update(skip_locked=True)).first()
    if message is None:
        return None
    person = records.get(Person, message.person_id)
    address = person.email if person is not None else ""
    fault = "no_way" if messages is None else "" if address else "no_address"
    if _is_replaced(records, message):
        fault = "replaced"
    if fault:
        message.status, message.fault = "kept", fault
        told.kept += 1
        return message, ""
    message.status, message.sent_at = "sending", clock.now()
    return message, address


def _is_replaced(records: OfficeRecords, message: Message) -> bool:
    """Whether its person was told something newer about that week.

    A message about a roster that no longer holds goes out to whoever was told nothing since: in the roster that holds
    now they have the same duties, and it is all that they get.
    """
    roster = records.get(Roster, _roster_id(message) or "")
    if roster is None:
        return False
    newer = records.all(Message, Message.person_id == message.person_id, Message.created > message.created)
    others = select(Roster.id).where(
        Roster.monday == roster.monday, col(Roster.id).in_([_roster_id(one) for one in newer])
    )
    return records.session.exec(others.limit(1)).first() is not None


def _roster_id(message: Message) -> str | None:
    about, _, rest = message.occasion.partition(":")
    return rest.partition(":")[0] if about == "publish" else None


def _note(records: OfficeRecords, message_id: str, handed_over: bool, now: dt.datetime, told: Delivered) -> None:
    message = records.get(Message, message_id, lock=True)
    if message is None or message.status not in ("sending", "unsure"):
        return
    if handed_over:
        message.status, message.sent_at, message.fault = "sent", now, ""
        told.sent += 1
    else:
        message.status, message.sent_at, message.fault = "failed", None, "not_accepted"
        told.failed += 1
