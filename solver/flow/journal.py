"""Every change of the plan is written down, so that it can be taken back to an earlier moment."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.tables import Tables
from solver.packed import kernel


@kernel
def put(w: Tables, row: int, column: int, value: int) -> None:
    """Change one entry of the state."""
    n = w.tally[c.LOGGED]
    w.log[n, 0], w.log[n, 1], w.log[n, 2] = row, column, w.state[row, column]
    w.tally[c.LOGGED] = n + 1
    w.state[row, column] = value


@kernel
def remember(w: Tables, level: int) -> None:
    """Keep this moment under a level: 0 for a whole trial, 1 for a part of it."""
    t, s = w.tally, w.saved
    s[level, 0], s[level, 1], s[level, 2] = t[c.LOGGED], t[c.COST], t[c.LATE_MAX]
    s[level, 3], s[level, 4], s[level, 5] = t[c.MISSED_SUM], t[c.LEFT_SUM], t[c.OPEN]
    s[level, 6] = t[c.LATE_LOST]


@kernel
def go_back(w: Tables, level: int) -> None:
    """Go back to the moment that was kept under this level."""
    t, s = w.tally, w.saved
    for n in range(t[c.LOGGED] - 1, s[level, 0] - 1, -1):
        w.state[w.log[n, 0], w.log[n, 1]] = w.log[n, 2]
    t[c.LOGGED], t[c.COST], t[c.LATE_MAX] = s[level, 0], s[level, 1], s[level, 2]
    t[c.MISSED_SUM], t[c.LEFT_SUM], t[c.OPEN] = s[level, 3], s[level, 4], s[level, 5]
    t[c.LATE_LOST] = s[level, 6]
    t[c.CHANGES] = 0


@kernel
def forget(w: Tables) -> None:
    """The changes stay; nothing before them can be reached any more."""
    w.tally[c.LOGGED] = 0
