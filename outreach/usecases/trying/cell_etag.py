"""What stands for one cell of the board: one person's day in one roster."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Protocol

from outreach.records import RosterDuty, RosterStop
from outreach.records.database import OfficeRecords

Cell = tuple[str, dt.date]
"""A person by id, and a date."""


class StopOfCell(Protocol):
    """A stop as far as a cell shows it: a row of a roster, or what is told of one."""

    @property
    def kind(self) -> str:
        """`visit`, `delivery`, `shift` or `reload`."""

    @property
    def item_key(self) -> str:
        """Which work."""

    @property
    def seat(self) -> int:
        """Which of its seats, from 1."""

    @property
    def start(self) -> dt.datetime:
        """When it begins."""

    @property
    def end(self) -> dt.datetime:
        """When it ends."""


def cell_etag(stops: Iterable[StopOfCell] = ()) -> str:
    """What stands for the cell with these stops, in any order; without stops, for one in which nothing is.

    It changes when the cell's work or its times do, and is the same again when they are. Reloads do not count.
    """
    told = sorted(
        (stop.item_key, stop.seat, int(stop.start.timestamp()), int(stop.end.timestamp()))
        for stop in stops
        if stop.kind != "reload"
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def read_cell(records: OfficeRecords, roster_id: str, person_id: str, date: dt.date) -> str:
    """The etag of one cell as it is kept now."""
    duties = records.all(
        RosterDuty, RosterDuty.roster_id == roster_id, RosterDuty.person_id == person_id, RosterDuty.date == date
    )
    return cell_etag(records.all(RosterStop, RosterStop.duty_id == duties[0].id) if duties else ())
