"""A roster's rows as plain tuples: only the columns that pages show, read once for a roster that stays as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.columns import columns


class DutyRow(NamedTuple):
    """The columns of a `RosterDuty` that pages show."""

    id: str
    version: int
    person_id: str
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime
    lunch_start: dt.datetime | None
    start_place_id: str
    end_place_id: str
    worked_seconds: int


class StopRow(NamedTuple):
    """The columns of a `RosterStop` that pages show."""

    id: str
    version: int
    duty_id: str
    position: int
    kind: str
    item_key: str
    seat: int
    letter: str
    label: str
    client_id: str | None
    desk_id: str | None
    drive_id: str | None
    place_id: str
    end_place_id: str
    start: dt.datetime
    end: dt.datetime
    pinned: bool

    @property
    def served_seconds(self) -> int:
        """Seconds credited as service: travel, waiting and reloading are not."""
        return 0 if self.kind == "reload" else int((self.end - self.start).total_seconds())


class LeftRow(NamedTuple):
    """What a roster leaves out. `windows`: date, earliest and latest start, as texts."""

    id: str
    kind: str
    item_key: str
    seat: int
    letter: str
    label: str
    mandatory: bool
    client_id: str | None
    place_id: str
    minutes: int
    crew: int
    windows: tuple[tuple[str, str, str], ...]

    @property
    def dates(self) -> frozenset[str]:
        """The dates on which it could begin."""
        return frozenset(date for date, _, _ in self.windows)


@dataclass(frozen=True, slots=True)
class RosterRows:
    """All rows of one roster, stops in the order of their identifiers."""

    duties: tuple[DutyRow, ...]
    stops: tuple[StopRow, ...]
    left: tuple[LeftRow, ...]


def read_rows(records: OfficeRecords, roster: Roster) -> RosterRows:
    """The rows of one of the office's rosters, in three queries."""
    return RosterRows(
        duties=tuple(columns(records, RosterDuty, DutyRow, RosterDuty.roster_id == roster.id)),
        stops=tuple(columns(records, RosterStop, StopRow, RosterStop.roster_id == roster.id)),
        left=tuple(
            row._replace(windows=_windows(row.windows))
            for row in columns(records, RosterUnserved, LeftRow, RosterUnserved.roster_id == roster.id)
        ),
    )


def _windows(kept: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((one["date"], one["from"], one["until"]) for one in kept)
