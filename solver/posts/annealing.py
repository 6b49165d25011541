"""Annealing: one person's roster made anew after the other's, at prices with noise that dies away.

Each roster is the best beside all others at what one more person is worth at each post, give or take a random amount;
so a person also takes what is a little worse now, and makes room for somebody else (the noising method of Charon and
Hudry, with a shortest path as its move).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from solver.posts.sheet import NEVER
from solver.posts.staffing import Staffing, roster_of

if TYPE_CHECKING:
    from solver.posts.diving import Diver

LOUD, QUIET = 8, 40
"""The dearest seat's saving, divided by the noise's spread at first and at last."""
WIDTH = 1_000
"""Labels that a search for one roster keeps on a day."""


def anneal(diver: Diver, sweeps: int) -> Iterator[None]:
    """Make rosters anew, on average each person's `sweeps` times; the diver's best staffing is replaced by better."""
    layout = diver.layout
    staffing, least = diver.best.copy(), diver.best.key()
    dearest, steps = int(layout.savings[:, :, 2].max()), sweeps * len(layout.sheets)
    numbers = np.random.default_rng(diver.random.getrandbits(32))
    for step in range(steps):
        quiet = LOUD * steps + (QUIET - LOUD) * step
        _again(diver, staffing, numbers, max(1, dearest * steps // quiet))
        key = staffing.key()
        if key < least:
            diver.best, least = staffing.copy(), key
        yield


def _again(diver: Diver, staffing: Staffing, numbers: np.random.Generator, spread: int) -> None:
    """Give one random person the best roster at prices with noise of this spread, hundredths of a second."""
    layout = diver.layout
    person = int(numbers.integers(len(layout.sheets)))
    old = staffing.take(person)
    assert old is not None
    prices = staffing.prices(person, layout.strict)
    noise = numbers.integers(-spread, spread, (3, len(layout.posts)), endpoint=True).sum(axis=0)
    prices[:-1] += np.where(prices[:-1] < NEVER, noise, 0)
    limit = old.cost + int(prices[old.posts].sum())
    found = diver.kernel.best(layout.sheets[person], prices, limit, 1, WIDTH)
    staffing.put(person, roster_of(layout, person, found.rosters[0]) if len(found.rosters) else old)
