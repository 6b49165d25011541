"""Which of several entries stands on the line: the one that was said last, however late it comes in.

A device that was without signal sends what it noted hours later, and not always in order; a coordinator may have
corrected the line meanwhile. The order of arrival would let an unanswered door of the morning overwrite that somebody
was seen at noon. So it counts when something was said: a device's entry when its clock says so (put right, where the
clock is known to be wrong), a coordinator's when it was kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from outreach.actor import Actor, Role
from outreach.calendar.dates import TAIPEI
from outreach.forms.entries import EntryForm, ResultForm
from outreach.records import Entry, VisitLog
from outreach.records.database import OfficeRecords

NOTICED = dt.timedelta(minutes=2)
"""A device's clock that differs by less is right."""
_MOST = 2_000_000_000
"""Seconds that a whole number of any database holds, about 63 years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """`said`: when; `happened`: when it happened of which it tells; `clock_off`: seconds by which the device's clock is
    ahead of ours, 0 when it is right or nobody can tell. `by`: the role of who said it.
    """

    said: dt.datetime
    happened: dt.datetime
    clock_off: int
    by: Role

    def as_json(self) -> dict[str, Any]:
        """The form that an entry keeps."""
        return {"said": self.said.isoformat(), "happened": self.happened.isoformat(), "by": self.by}


def when_said(actor: Actor, form: EntryForm, *, date: dt.date, now: dt.datetime, sent: dt.datetime | None) -> Said:
    """When an entry was said about a duty of this date. `sent`: the device's clock as it sent it, if it told."""
    if actor.role == "coordinator":
        # Typed from paper or after a call: its time is the one that it tells of.
        return Said(said=now, happened=form.at, clock_off=0, by=actor.role)
    off = _clock_off(form.at, date, now, sent)
    said = min(form.at - off if abs(off) >= NOTICED else form.at, now)
    seconds = max(-_MOST, min(_MOST, round(off.total_seconds())))
    return Said(said=said, happened=said, clock_off=seconds, by=actor.role)


def _clock_off(at: dt.datetime, date: dt.date, now: dt.datetime, sent: dt.datetime | None) -> dt.timedelta:
    if sent is not None:
        return sent - now
    # What comes in late was noted without signal: of a clock that is behind only another day tells.
    if at > now or at.astimezone(TAIPEI).date() < date:
        return at - now
    return dt.timedelta()


def is_last_said(records: OfficeRecords, log: VisitLog, action: str, said: Said) -> bool:
    """Whether nothing that was said later about this action stands on the line. Of two at once, the second counts."""
    asked = select(col(Entry.content)).where(Entry.log_id == log.id, Entry.action == action)
    return all(dt.datetime.fromisoformat(content["said"]) <= said.said for content in records.session.exec(asked))


def put_on_line(
    log: VisitLog, action: str, result: ResultForm | None, said: Said, *, is_last: bool, now: dt.datetime
) -> None:
    """Bring the line to what this entry says, where it is the last word; the clock and the moment are noted always."""
    log.updated = now
    if abs(said.clock_off) > abs(log.clock_off):
        log.clock_off = said.clock_off
    if not is_last:
        return
    if action == "arrive":
        log.arrived = said.happened
    elif action == "leave":
        log.left = said.happened
    if result is None:
        return
    for name in ("outcome", "seen", "items", "remarks", "satisfaction", "people_served", "forms_received"):
        setattr(log, name, getattr(result, name))
    if result.strokes or result.witness:
        # Who corrects an outcome has no signature at hand: what was signed stays.
        log.strokes, log.witness = result.strokes, result.witness
