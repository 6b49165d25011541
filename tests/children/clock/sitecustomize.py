"""Loaded by a child process before anything else: the real clock stands still at a moment, see `tests.children.at`."""

import datetime as dt
import os

from api.clock import SystemClock

_NOW = dt.datetime.fromisoformat(os.environ["OUTREACH_TESTS_NOW"])
SystemClock.now = lambda _clock: _NOW
