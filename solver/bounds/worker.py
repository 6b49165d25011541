"""CP-SAT at work beside a search: in a thread for a small case, in a process of its own for a large one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from solver.bounds.case import Case
from solver.search.pace import TELL_EVERY, Pace

SMALL = 2_500
"""Pairs of a seat and a duty up to which a process of its own costs more than it saves."""
SHARE = 0.1
"""Share of the seconds of a budget that a small case may take."""


class InThread:
    """Proves a small case at once. With a budget of seconds it takes a share of them at most."""

    def __init__(self, case: Case, pace: Pace, meanwhile: Callable[[], None]) -> None:
        from solver.bounds.proof import Solving, prove  # noqa: PLC0415  (only who proves pays for loading CP-SAT)

        self.known: dict[int, int] = {}
        at_work: list[Solving] = []
        work = threading.Thread(target=lambda: prove(case, self.known.__setitem__, at_work.append))
        until = None if pace.budget.seconds is None else pace.seconds + SHARE * pace.budget.seconds
        work.start()
        while work.is_alive():
            work.join(TELL_EVERY if until is None else max(0.001, min(TELL_EVERY, until - pace.seconds)))
            meanwhile()
            if pace.late() or (until is not None and pace.seconds >= until):
                for one in at_work:
                    one.stop()

    def found(self, late: Callable[[], bool], meanwhile: Callable[[], None]) -> dict[int, int]:
        """What is proved, level → amount."""
        return self.known

    def close(self) -> None:
        """Nothing is at work any more."""


class InProcess:
    """Proves a large case while the search goes on."""

    def __init__(self, case: Case) -> None:
        root = str(Path(__file__).parents[2])
        known = os.environ.get("PYTHONPATH")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "solver.bounds"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": root if known is None else root + os.pathsep + known},
        )
        self.told = ""
        self.thread = threading.Thread(target=self._talk, args=(json.dumps(case.plain()),), daemon=True)
        self.thread.start()

    def _talk(self, text: str) -> None:
        self.told = self.process.communicate(text)[0]

    def found(self, late: Callable[[], bool], meanwhile: Callable[[], None]) -> dict[int, int]:
        """Wait for what is proved, level → amount; give up what is not known yet when it is late."""
        while self.thread.is_alive():
            if late():
                self.process.kill()
            self.thread.join(TELL_EVERY)
            meanwhile()
        return {int(level): int(amount) for level, amount in map(str.split, self.told.splitlines())}

    def close(self) -> None:
        """End the process, whatever it knows."""
        self.process.kill()
        self.thread.join()
