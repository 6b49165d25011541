"""The clock behind unanswered doors, in every process that carries out jobs: it waits for nothing else that goes on
there, neither for the queue nor for its start.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sqlalchemy import Engine

from outreach.ports import Clock
from outreach.usecases.ladders.move_on import move_on
from outreach.usecases.ladders.raise_alarms import raise_alarms

LOOK_EVERY = 10.0
"""Seconds between two looks for crews that are late. Steps of ladders are looked for in every round."""
LEAVE_WITHIN = 5.0

log = logging.getLogger("outreach.jobs")


class DoorClock:
    """Rounds on the offices' records every `sweep` seconds. `wake`: called when somebody is to be told of something."""

    def __init__(self, engine: Engine, clock: Clock, sweep: float, wake: Callable[[], None]) -> None:
        self._engine, self._clock, self._sweep, self._wake = engine, clock, sweep, wake
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._repeat, name="doors", daemon=True)

    def start(self) -> None:
        """Begin at once with what has become due while nobody was here."""
        self._thread.start()

    def stop(self) -> None:
        """Leave: what is due is reached by whoever else runs, or by the next one."""
        self._stopping.set()
        self._thread.join(LEAVE_WITHIN)

    def _repeat(self) -> None:
        looked = -LOOK_EVERY
        while not self._stopping.is_set():
            self._try(self._move_on)
            if time.monotonic() - looked >= LOOK_EVERY:
                looked = time.monotonic()
                self._try(self._raise_alarms)
            self._stopping.wait(self._sweep)

    def _move_on(self) -> None:
        moved = move_on(self._engine, now=self._clock.now())
        if moved.reached or moved.told:
            self._wake()

    def _raise_alarms(self) -> None:
        if raise_alarms(self._engine, now=self._clock.now()):
            self._wake()

    @staticmethod
    def _try(step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:
            # The next round may find the database again. No more than the kind of error, which might name somebody.
            log.warning("doors: %s", type(error).__name__)
