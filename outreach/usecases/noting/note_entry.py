"""Note what happened at one stop or shift."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from outreach.actor import Actor
from outreach.forms.entries import EntryForm
from outreach.records import Condition, Entry, Roster, RosterDuty, RosterStop, VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotAllowed, NotThere, Refusal
from outreach.usecases.ladders.follow_entry import follow_entry
from outreach.usecases.noting.checked_result import checked_result
from outreach.usecases.noting.frozen_line import frozen_line
from outreach.usecases.noting.last_said import is_last_said, put_on_line, when_said
from outreach.usecases.weeks.own_duty import HOLDS

_OTHER_CONTENT = Refusal(
    "other_content",
    "這一筆的識別碼已經用在另一筆內容不同的紀錄上，沒有存入。請重新記一次。",
    "This entry's key already stands for another content; it was not kept. Please note it anew.",
    "key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The line of the visit log, the entry, and whether it had been kept before (`known`): then nothing was stored."""

    log: VisitLog
    entry: Entry
    known: bool


def note_entry(
    records: OfficeRecords, actor: Actor, *, form: EntryForm, now: dt.datetime, sent: dt.datetime | None = None
) -> Noted:
    """Keep an entry once, however often it is sent, and bring the line of its stop to what was said last.

    People note for their own stops only, of any revision that they have been shown; coordinators for anybody. `sent`:
    the device's clock when it sent the entry, where it says so. Nothing but this stop's line is locked.

    Raises `NotThere` for others' stops, `NotAllowed` for who notes nothing, `Invalid` for a result that does not say
    what it has to, `Conflict` (`other_content`) when the key stands for something else.
    """
    duty, stop, log = _stop_of(records, actor, form.stop_id)
    digest = _digest_of(form)
    known = _known(records, form.key, digest)
    if known is not None:
        return known
    result = checked_result(form.result, stop.kind) if form.result is not None else None
    if log is None or not _is_alone(records):
        log = _line_of(records, duty, stop, now)
        # Whoever sent the same at the same moment has had the line before us.
        known = _known(records, form.key, digest)
        if known is not None:
            return known
    said = when_said(actor, form, date=duty.date, now=now, sent=sent)
    is_last = is_last_said(records, log, form.action, said)
    entry = _kept(
        records,
        Entry(
            office_id="",
            log_id=log.id,
            key=form.key,
            digest=digest,
            action=form.action,
            content=said.as_json() | (result.model_dump(mode="json", exclude={"condition"}) if result else {}),
            device_at=form.at,
            at=now,
            account_id=actor.account_id,
            link_id=actor.link_id,
        ),
    )
    if result is not None and result.condition:
        codes: list[str] = list(dict.fromkeys(result.condition))
        records.add(Condition(office_id="", entry_id=entry.id, log_id=log.id, codes=codes))
    put_on_line(log, form.action, result, said, is_last=is_last, now=now)
    records.session.flush()
    follow_entry(records, log, entry, now=now)
    return Noted(log=log, entry=entry, known=False)


def _stop_of(records: OfficeRecords, actor: Actor, stop_id: str) -> tuple[RosterDuty, RosterStop, VisitLog | None]:
    """The stop with its duty and, where something has been noted before, its line."""
    if actor.role not in ("coordinator", "field", "link", "noting"):
        raise NotAllowed
    line = and_(
        col(VisitLog.date) == RosterDuty.date,
        col(VisitLog.person_id) == RosterDuty.person_id,
        col(VisitLog.item_key) == RosterStop.item_key,
    )
    asked = (
        select(RosterDuty, RosterStop, VisitLog)
        .join(RosterStop, col(RosterStop.duty_id) == RosterDuty.id)
        .join(Roster, col(Roster.id) == RosterDuty.roster_id)
        .outerjoin(VisitLog, line)
        .where(RosterStop.id == stop_id, RosterStop.kind != "reload", col(Roster.status).in_(HOLDS))
    )
    found = records.session.exec(asked).one_or_none()
    if found is None or not _may_note(actor, found[0]):
        raise NotThere
    return found


def _is_alone(records: OfficeRecords) -> bool:
    """Whether nobody else writes to this database meanwhile: SQLite has one writer at a time."""
    return records.session.get_bind().dialect.name == "sqlite"


def _may_note(actor: Actor, duty: RosterDuty) -> bool:
    return actor.role == "coordinator" or (actor.person_id == duty.person_id and actor.date in (None, duty.date))


def _digest_of(form: EntryForm) -> str:
    said: dict[str, Any] = form.model_dump(mode="json", exclude={"key"})
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _known(records: OfficeRecords, key: str, digest: str) -> Noted | None:
    asked = select(Entry, VisitLog).where(Entry.key == key, VisitLog.id == Entry.log_id)
    found = records.session.exec(asked).one_or_none()
    if found is None:
        return None
    entry, log = found
    if entry.digest != digest:
        raise Conflict(_OTHER_CONTENT)
    return Noted(log=log, entry=entry, known=True)


def _line_of(records: OfficeRecords, duty: RosterDuty, stop: RosterStop, now: dt.datetime) -> VisitLog:
    """The line of this stop, made with its first entry; nobody else adds to it until this transaction ends."""
    log = _locked(records, duty, stop)
    if log is None:
        line = frozen_line(records, duty, stop, now)
        # Of two who make it at once, the second waits here for the first, and then finds the first one's line.
        with suppress(IntegrityError), records.session.begin_nested():
            records.add(line)
        log = _locked(records, duty, stop)
    assert log is not None  # Lines are never removed.
    return log


def _locked(records: OfficeRecords, duty: RosterDuty, stop: RosterStop) -> VisitLog | None:
    asked = select(VisitLog).where(
        VisitLog.date == duty.date, VisitLog.person_id == duty.person_id, VisitLog.item_key == stop.item_key
    )
    return records.session.exec(asked.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _kept(records: OfficeRecords, entry: Entry) -> Entry:
    """The entry, kept; unless its key came at the same moment with another stop's."""
    try:
        with records.session.begin_nested():
            return records.add(entry)
    except IntegrityError:
        raise Conflict(_OTHER_CONTENT) from None
