"""Searches side by side, a few rounds at a time, until the budget is spent."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from solver.packed import STEPS
from solver.plan import Cost
from solver.search.pace import Pace

CHUNK_SECONDS = 0.1
"""How long the rounds between two looks at the clock should take."""
EXCHANGES = 10
"""How often in a run the searches exchange their best plans."""

Search = TypeVar("Search")
Rounds = Callable[[Search, int, int, int], None]
"""So many rounds of one search, at this step of the run; with a total of rounds, the step is told by the round."""


def search_on(
    searches: Sequence[Search],
    some_rounds: Rounds[Search],
    exchange: Callable[[], None],
    pace: Pace,
    cost: Callable[[], Cost],
    fewest: int,
) -> None:
    """Give every search the same rounds, at least `fewest` at a time, and let them exchange at fixed shares of the run.

    With a budget of iterations alone no clock decides what a search does, only how often it is looked at.
    """
    timed = pace.budget.seconds is not None
    total, rounds, done, exchanged = pace.budget.iterations or 0, fewest, 0, 0
    with ThreadPoolExecutor(len(searches)) as pool:
        while not pace.over():
            share = pace.share
            some = min(rounds, total - done) if total else rounds
            if not timed:
                some = min(some, max(1, total * (exchanged + 1) // EXCHANGES - done))
            step = min(STEPS - 1, int(share * STEPS))
            began = time.monotonic()
            _wait(pool.submit(some_rounds, search, some, step, 0 if timed else total).result for search in searches)
            spent = time.monotonic() - began
            rounds = max(fewest, min(2 * rounds, int(some * CHUNK_SECONDS / max(1e-4, spent))))
            done += some
            pace.iterations = done
            if share * EXCHANGES >= exchanged + 1 if timed else done * EXCHANGES >= total * (exchanged + 1):
                exchanged += 1
                exchange()
            pace.beat(cost)


def _wait(results: Iterable[Callable[[], None]]) -> None:
    for result in list(results):
        result()
