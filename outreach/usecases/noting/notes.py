"""Entries that come at the same time are kept together: one transaction and one wait for the disk for all of them.

Writes on SQLite are one after the other, and each waits until the disk has it. When a whole district's phones come back
from a valley without signal, that wait is most of the time. So whoever comes while a transaction is on waits for the
next one, which takes all that have come meanwhile; one of them carries it out for the others.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import deque
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from outreach.actor import Actor
from outreach.forms.entries import EntryForm
from outreach.records.database import OfficeRecords, again_if_in_the_way, changed_records
from outreach.refusals import Refused
from outreach.usecases.noting.note_entry import note_entry

MOST_TOGETHER = 20
"""A writing transaction stays short, however many wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """That an entry is kept. `known`: it had been before. `at`: when it first came."""

    key: str
    known: bool
    at: dt.datetime


@dataclass(slots=True)
class _Waiting:
    actor: Actor
    form: EntryForm
    now: dt.datetime
    sent: dt.datetime | None
    turn: threading.Event = field(default_factory=threading.Event)
    over: bool = False
    kept: Kept | None = None
    error: Exception | None = None

    def keep(self, records: OfficeRecords) -> None:
        """Keep it by itself: what is wrong with one entry is not the others' fault."""
        self.kept = self.error = None
        try:
            with records.session.begin_nested():
                noted = note_entry(records, self.actor, form=self.form, now=self.now, sent=self.sent)
                self.kept = Kept(key=noted.entry.key, known=noted.known, at=noted.entry.at)
        except OperationalError:
            # The database itself: all of them are tried again.
            raise
        except Exception as error:
            self.error = error

    def told(self) -> Kept:
        """What became of it. Raises what `note_entry` raised."""
        if self.error is not None:
            raise self.error
        assert self.kept is not None
        return self.kept


class Notes:
    """Keeps entries for whoever calls, from as many threads as there are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mutex = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._is_on = False

    def note(self, actor: Actor, form: EntryForm, *, now: dt.datetime, sent: dt.datetime | None = None) -> Kept:
        """Keep this entry, once however often it comes. Raises as `note_entry`."""
        mine = _Waiting(actor, form, now, sent)
        with self._mutex:
            self._waiting.append(mine)
            leads, self._is_on = not self._is_on, True
        if not leads:
            mine.turn.wait()
        if not mine.over:
            self._lead()
        return mine.told()

    def _lead(self) -> None:
        """Keep those who wait, of one office; then the first of the others goes on."""
        with self._mutex:
            office_id = self._waiting[0].actor.office_id
            together = [one for one in self._waiting if one.actor.office_id == office_id][:MOST_TOGETHER]
            for one in together:
                self._waiting.remove(one)
        try:
            self._keep(office_id, together)
        finally:
            for one in together:
                one.over = True
                one.turn.set()
            with self._mutex:
                following = self._waiting[0] if self._waiting else None
                self._is_on = following is not None
            if following is not None:
                following.turn.set()

    def _keep(self, office_id: str, together: list[_Waiting]) -> None:
        def do() -> None:
            now = together[0].now
            with changed_records(self._engine, office_id, "note entry", account_id=None, now=now) as records:
                for one in together:
                    one.keep(records)

        try:
            again_if_in_the_way(do)
        except Exception as error:
            for one in together:
                if not isinstance(one.error, Refused):
                    one.error = error
