"""One thing that has happened since a roster was made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from outreach.records import RosterStop

Kind = Literal["absence", "closed_day", "request", "cancelled", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that has happened. `record_id`: the absence's, closed day's, request's or declined duty's.

    `person_id`, `who`: whom it is about, a client for requests. `lost`: stops of the roster that stand without anybody
    because of it; `stopped`: those that do not take place. `over`: nothing of it can be taken back any more.
    """

    kind: Kind
    record_id: str
    start: dt.datetime
    end: dt.datetime
    person_id: str = ""
    who: str = ""
    role: str = ""
    reason: str = ""
    villages: tuple[str, ...] = ()
    label: str = ""
    urgent: bool = False
    lost: tuple[RosterStop, ...] = ()
    stopped: tuple[RosterStop, ...] = ()
    over: bool = False

    @property
    def whole_day(self) -> bool:
        """Whether it lasts from midnight to midnight."""
        return self.start.time() == self.end.time() == dt.time()

    @property
    def last(self) -> dt.date:
        """Its last date."""
        return (self.end - dt.timedelta(seconds=1)).date()

    @property
    def matters(self) -> bool:
        """Whether it asks for a replan."""
        return bool(self.lost or self.stopped) or self.kind == "request"
