"""What has been read of published rosters, which nobody changes any more, kept for the next who asks."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from outreach.planning.turns_so_far import TurnHistory, read_turns
from outreach.records import Desk, Roster
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.columns import columns
from outreach.usecases.showing.roster_rows import RosterRows, read_rows

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

A_YEAR = 60
"""Weeks, and some to spare: whoever looks back leafs through them one by one. With its board and its page, a week of
120 people takes about 2.7 MB (52 of them: the server grew by 140 MB).
"""


class Newest(Generic[K, V]):
    """The values that were asked for last, `most` of them, for any number of threads."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._making: dict[K, Lock] = {}

    def of(self, key: K, make: Callable[[], V]) -> V:
        """The value of this key. Who asks while somebody else makes it waits for that."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                value = make()
                with self._lock:
                    self._kept[key] = value
                    while len(self._kept) > self._most:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value


class _Published(NamedTuple):
    id: str
    monday: dt.date


class _Turn(NamedTuple):
    id: str
    turn: str


class KeptWeeks:
    """Rows and turns of published rosters. To be asked only by who reads: a transaction that fills a roster must not
    leave half of it here.
    """

    def __init__(self, most: int = A_YEAR) -> None:
        self._rows: Newest[str, RosterRows] = Newest(most)
        self._turns: Newest[tuple[str, dt.date, tuple[_Published, ...], tuple[_Turn, ...]], TurnHistory] = Newest(most)

    def rows(self, records: OfficeRecords, roster: Roster) -> RosterRows:
        """The rows of a roster that has been found among the office's; a draft's are read anew."""
        if roster.status == "draft":
            return read_rows(records, roster)
        return self._rows.of(roster.id, lambda: read_rows(records, roster))

    def history(self, records: OfficeRecords, monday: dt.date) -> TurnHistory:
        """The turns of the weeks before: the same while the same rosters are published and desks stay as they are."""
        published = tuple(columns(records, Roster, _Published, Roster.status == "published", Roster.monday < monday))
        words = tuple(columns(records, Desk, _Turn))
        key = (records.office.id, monday, published, words)
        return self._turns.of(key, lambda: read_turns(records, monday))
