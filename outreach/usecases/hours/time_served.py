"""From when until when somebody was at a stop or shift, and whether the clock that says so can be trusted.

Which clock counts: the server's, wherever a device's was wrong. The log's times are put right as an entry comes in
(`outreach.usecases.noting.last_said`): a phone says what its clock shows as it sends, so the difference is known, also
of an entry that waited hours for a signal; the time at the door is the phone's, less that difference. A phone whose
clock is a day off would otherwise put a visit on a day of another insurance or before a training. What was more than
five minutes off counts by the corrected time, and is marked so that somebody looks at it before signing it off.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outreach.records import VisitLog

TOLERANCE = 300
"""Seconds that a device's clock may be off before anybody cares."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time at one place, in whole minutes as pages show them. `start` may lie after `end`: then a time is wrong."""

    start: dt.datetime
    end: dt.datetime

    @property
    def minutes(self) -> int:
        """How long, in whole minutes."""
        return int((self.end - self.start).total_seconds()) // 60


def time_served(row: VisitLog) -> Span | None:
    """The span, or `None` when a time was not noted. Seconds are cut off: what counts is what stands on the page."""
    if row.arrived is None or row.left is None:
        return None
    return Span(_minute(row.arrived), _minute(row.left))


def clock_is_off(row: VisitLog) -> bool:
    """Whether a device's clock was off by more than five minutes."""
    return abs(row.clock_off) > TOLERANCE


def _minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)
