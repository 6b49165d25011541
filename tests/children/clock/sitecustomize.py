"""Loaded by a child process before anything else: its real clock stands still at a moment (`tests.children.at`), or
goes on with a lead that a file says, which can be changed while the process runs (`tests.children.moved`).
"""

import datetime as dt
import os
from pathlib import Path

from api.clock import SystemClock
from outreach.calendar.dates import TAIPEI

_FILE = os.environ.get("OUTREACH_TESTS_LEAD")
_NOW = dt.datetime.fromisoformat(os.environ.get("OUTREACH_TESTS_NOW", "2000-01-01T00:00:00+08:00"))


def _moved(_clock: SystemClock) -> dt.datetime:
    lead = dt.timedelta(seconds=float(Path(_FILE or "").read_text(encoding="ascii")))
    return dt.datetime.now(TAIPEI) + lead


SystemClock.now = _moved if _FILE else lambda _clock: _NOW
