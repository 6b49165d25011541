"""Weeks that somebody has open: looked at once for all of their readers, with what has happened to them lately."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from outreach.ports import Clock
from outreach.records.database import office_records
from outreach.usecases.showing.week_news import News, WeekState, news_of, week_state

REMEMBERED = 30
"""How many news of a week are told again to a reader who looks a little later than the others."""
FORGOTTEN_AFTER = 60.0
NEW_ENOUGH = 0.3


@dataclass(frozen=True, slots=True)
class Heard:
    """News with their numbers, oldest first. `run`: another one when numbers have begun anew."""

    run: str
    number: int
    items: tuple[tuple[int, News], ...]


class Watch:
    """One week of one office. For any number of threads."""

    def __init__(self, look: Callable[[WeekState | None], tuple[WeekState, Sequence[News]]]) -> None:
        self.used = time.monotonic()
        self._look, self._lock = look, threading.Lock()
        self._run, self._number = secrets.token_hex(4), 0
        self._state: WeekState | None = None
        self._items: deque[tuple[int, News]] = deque(maxlen=REMEMBERED)
        self._looked = 0.0

    def hear(self) -> Heard:
        """What has happened lately. The first call finds nothing: what is there then is where it begins."""
        with self._lock:
            self.used = time.monotonic()
            if self._state is None or self.used - self._looked > NEW_ENOUGH:
                self._state, news = self._look(self._state)
                self._looked = time.monotonic()
                for one in news:
                    self._number += 1
                    self._items.append((self._number, one))
            return Heard(self._run, self._number, tuple(self._items))


class Watches:
    """The weeks that are open in this process. Each one asks the database, so that it sees what others have done."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._lock = threading.Lock()
        self._open: dict[tuple[str, dt.date], Watch] = {}

    def of(self, office_id: str, monday: dt.date) -> Watch:
        """The watch over this week; those that nobody has asked for a minute are forgotten."""
        key, now = (office_id, monday), time.monotonic()
        with self._lock:
            for old in [one for one, watch in self._open.items() if now - watch.used > FORGOTTEN_AFTER and one != key]:
                del self._open[old]
            if key not in self._open:
                self._open[key] = Watch(lambda before: self._look(office_id, monday, before))
            return self._open[key]

    def _look(self, office_id: str, monday: dt.date, before: WeekState | None) -> tuple[WeekState, Sequence[News]]:
        with office_records(self._engine, office_id=office_id, write=False) as records:
            after = week_state(records, monday, self._clock.now(), before)
            return after, news_of(records, before, after) if before is not None else ()
