"""Random numbers whose whole state lies in the tables."""

from __future__ import annotations

import numpy as np

from solver.flow.tables import Tables
from solver.packed import kernel

A, B, C, TOP = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(33)
STAR = np.uint64(0x2545F4914F6CDD1D)


@kernel
def roll(w: Tables, sides: int) -> int:
    """A random number from 0 to `sides - 1`, below 2³¹ (xorshift64*)."""
    x = w.rng[0]
    x ^= x >> A
    x ^= x << B
    x ^= x >> C
    w.rng[0] = x
    return int((np.int64((x * STAR) >> TOP) * sides) >> 31)
