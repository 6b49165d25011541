"""Weeks that are being worked on, kept loaded: a change by hand is judged on them at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from outreach.planning.loaded_week import LoadedWeek, load_week, seconds_into
from outreach.ports import Clock, TravelTimes
from outreach.records import Roster
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import NotThere, Refused
from outreach.usecases.trying.week_stamp import OWN, Stamp, week_stamp

MOST = 4


class Desk:
    """One roster's week, while somebody works on it. Only to be touched by whoever holds its lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.stamp: Stamp | None = None
        self.week: LoadedWeek | None = None

    def keep(self, week: LoadedWeek | None, stamp: Stamp | None) -> None:
        """From now on it holds this week, made from what the stamp stands for."""
        self.week, self.stamp = week, stamp


class Desks:
    """A few loaded weeks, for any number of threads. `warms`: whether `warm` does anything."""

    def __init__(self, engine: Engine, travel_times: TravelTimes, clock: Clock, *, warms: bool = False) -> None:
        self.engine, self.travel_times, self.clock, self.warms = engine, travel_times, clock, warms
        self._desks: OrderedDict[tuple[str, str], Desk] = OrderedDict()
        self._lock = Lock()
        self._warming: dict[tuple[str, str], Thread] = {}

    @contextmanager
    def at(self, records: OfficeRecords, roster: Roster) -> Iterator[tuple[Desk, LoadedWeek]]:
        """The roster's week as these records have it, for as long as the block lasts: nobody else works on it."""
        desk = self._desk((records.office.id, roster.id))
        with desk.lock:
            stamp = week_stamp(records, roster.monday, roster.id)
            week = desk.week
            if week is None or desk.stamp != stamp:
                desk.keep(None, None)
                now = seconds_into(roster.monday, self.clock.now())
                week = load_week(records, roster, self.travel_times, now)
                desk.keep(week, stamp)
            yield desk, week

    def took(self, records: OfficeRecords, roster: Roster, desk: Desk, week: LoadedWeek) -> None:
        """The desk holds `week` now, which this transaction has just kept. Should the transaction fail, the stamp says
        so; should anything else have changed, the week is loaded again.
        """
        before, after = desk.stamp or {}, week_stamp(records, roster.monday, roster.id)
        others = {kind for kind in after if before.get(kind) != after[kind]} - OWN
        desk.keep(None, None) if others else desk.keep(week, after)

    def forget(self, records: OfficeRecords, roster: Roster) -> None:
        """The roster's week is loaded again when somebody asks next."""
        desk = self._desk((records.office.id, roster.id))
        with desk.lock:
            desk.keep(None, None)

    def warm(self, office_id: str, roster_id: str) -> None:
        """Load this roster's week beside whatever goes on, unless it is there; comes back at once."""
        key = (office_id, roster_id)
        with self._lock:
            if not self.warms or (key in self._warming and self._warming[key].is_alive()):
                return
            thread = self._warming[key] = Thread(target=self._load, args=key, daemon=True)
            thread.start()

    def close(self) -> None:
        """Wait for what is being loaded; nothing is loaded ahead any more."""
        with self._lock:
            self.warms, threads = False, list(self._warming.values())
        for thread in threads:
            thread.join()

    def _load(self, office_id: str, roster_id: str) -> None:
        """Whatever stands in the way stands there again when somebody asks, and is told then."""
        try:
            with office_records(self.engine, office_id=office_id, write=False) as records:
                roster = records.get(Roster, roster_id)
                if roster is None:
                    raise NotThere
                with self.at(records, roster):
                    pass
        except (Refused, SQLAlchemyError, LookupError):
            return
        finally:
            with self._lock:
                self._warming.pop((office_id, roster_id), None)

    def _desk(self, key: tuple[str, str]) -> Desk:
        with self._lock:
            desk = self._desks.setdefault(key, Desk())
            self._desks.move_to_end(key)
            while len(self._desks) > MOST:
                self._desks.popitem(last=False)
            return desk
