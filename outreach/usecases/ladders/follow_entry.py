"""What an entry of the field means for ladders: one begins, moves on, or ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import select

from outreach.calendar.dates import TAIPEI
from outreach.records import Account, Client, Entry, Ladder, LadderStep, VisitLog
from outreach.records.database import OfficeRecords
from outreach.usecases.ladders.close_ladder import close_ladder
from outreach.usecases.ladders.lock_ladder import lock_ladder
from outreach.usecases.ladders.open_ladder import open_ladder
from outreach.usecases.ladders.reach import reach

SAME_TRY = dt.timedelta(minutes=10)
"""What a crew, or somebody who presses twice, notes within so many minutes is one try at the door."""


def follow_entry(records: OfficeRecords, log: VisitLog, entry: Entry, *, now: dt.datetime) -> None:
    """Begin a ladder when nobody opened, once for each client; count a later vain try as the second one; close it when
    the person was seen at or after that door. See decision 12 for what does not close one.
    """
    if entry.action != "result" or log.kind == "shift":
        return
    said: Mapping[str, Any] = entry.content.get("result") or entry.content
    vain, seen = said.get("outcome") == "no_answer", says_seen(said)
    if not (vain or seen):
        return
    records.session.flush()
    key = _lock_door(records, log)
    moment = _moment(log, entry, now)
    found = records.session.exec(select(Ladder.id).where(Ladder.open_key == key)).first()
    if found is None:
        if vain:
            open_ladder(records, log, entry, key=key, door_at=moment, now=now)
        return
    ladder, steps = lock_ladder(records, found)
    if ladder.closed is not None:
        return
    if vain:
        _tried_again(records, ladder, steps, entry, moment, now)
    elif _is_later(records, ladder, entry, moment) or _is_correction(records, ladder, log, entry):
        close_ladder(ladder, steps, seen_by="entry", closed_by=None, now=now)


def says_seen(said: Mapping[str, Any]) -> bool:
    """Whether a result says that the person was seen with one's own eyes. What contradicts itself does not."""
    outcome, seen = said.get("outcome"), said.get("seen")
    return outcome != "no_answer" and (seen is True or (seen is None and outcome == "seen"))


def _lock_door(records: OfficeRecords, log: VisitLog) -> str:
    """What stands for this door. Nobody else begins or ends its ladder until this transaction ends."""
    # Others may go on writing records that point to it.
    if log.client_id is not None:
        records.session.exec(
            select(Client.id).where(Client.id == log.client_id).with_for_update(key_share=True)
        ).first()
        return log.client_id
    records.session.exec(select(VisitLog.id).where(VisitLog.id == log.id).with_for_update(key_share=True)).first()
    return log.id


def _moment(log: VisitLog, entry: Entry, now: dt.datetime) -> dt.datetime:
    """When it happened, as far as can be known: as whoever kept the entry has set it right, else by its device, one
    that runs ahead set right. A device of another day is not believed.
    """
    told = entry.content.get("happened")
    if told is not None:
        moment = dt.datetime.fromisoformat(told)
    else:
        moment = entry.device_at - dt.timedelta(seconds=max(0, log.clock_off))
    return min(moment, now) if moment.astimezone(TAIPEI).date() == log.date else now


def _is_later(records: OfficeRecords, ladder: Ladder, entry: Entry, moment: dt.datetime) -> bool:
    """Whether this was noted after the door stayed shut. What one device says is in order by its own clock, however
    wrong that is.
    """
    began = records.get(Entry, ladder.entry_id) if ladder.entry_id else None
    if began is not None and _source(began) == _source(entry) != (None, None):
        return entry.device_at >= began.device_at
    return moment >= ladder.door_at


def _source(entry: Entry) -> tuple[str | None, str | None]:
    return entry.account_id, entry.link_id


def _tried_again(
    records: OfficeRecords,
    ladder: Ladder,
    steps: Sequence[LadderStep],
    entry: Entry,
    moment: dt.datetime,
    now: dt.datetime,
) -> None:
    """Somebody was there again, in vain: that was the first step, and the second is reached at once."""
    if moment < ladder.door_at + SAME_TRY:
        return
    ladder.door_at, ladder.entry_id = moment, entry.id
    again = steps[0]
    if ladder.number <= 1 and again.done is None:
        again.reached = again.reached or now
        again.done, again.result = now, "nobody"
        reach(records, ladder, steps, 2, now=now)


def _is_correction(records: OfficeRecords, ladder: Ladder, log: VisitLog, entry: Entry) -> bool:
    """Whether a coordinator says of this very door that it was noted wrongly."""
    if log.id != ladder.log_id or entry.account_id is None:
        return False
    account = records.get(Account, entry.account_id)
    return account is not None and account.role == "coordinator"
