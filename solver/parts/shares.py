"""Sharing one budget among jobs."""

from __future__ import annotations

import time
from dataclasses import replace

from solver.search.pace import Budget


def left_of(budget: Budget, began: float) -> Budget:
    """What is left of the seconds since `began` (as `time.monotonic` tells); iterations stay as they are."""
    if budget.seconds is None:
        return budget
    return replace(budget, seconds=max(0.0, budget.seconds - (time.monotonic() - began)))


def share_of(budget: Budget, seconds: float, iterations: float) -> Budget:
    """These shares (0 to 1) of the seconds and of the iterations."""
    return Budget(
        seconds=None if budget.seconds is None else budget.seconds * seconds,
        iterations=None if budget.iterations is None else round(budget.iterations * iterations),
    )


def for_each(budget: Budget, jobs: int, at_once: int) -> Budget:
    """What one of so many jobs may spend: iterations go to all alike, seconds to those that wait for each other."""
    return share_of(budget, 1 / -(-jobs // at_once), 1 / jobs)
