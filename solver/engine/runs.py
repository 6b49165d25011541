"""Runs of days with a duty and without: how much too short a person's are."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.tables import Tables, kernel


@kernel
def too_short(w: Tables, p: int, first: int, last: int) -> int:
    """Days that a run with duties lacks; none when it touches an end of the horizon."""
    if first == 0 or last == w.rate[c.DAYS] - 1:
        return 0
    return max(0, w.workday[p, c.MIN_RUN] - (last - first + 1))


@kernel
def run_lack(w: Tables, p: int, more: int) -> int:
    """Days that the runs of this workday's person lack in all; workday `more` (−1: none) counts as one with a duty."""
    day, lack, first, last = w.workday, 0, -1, -2
    for q in range(day[p, c.OWN_A], day[p, c.OWN_B]):
        if w.duty[q, c.SIZE] == 0 and q != more:
            continue
        today = day[q, c.DAY]
        if first < 0:
            first = today
        elif today != last + 1:
            lack += too_short(w, p, first, last) + max(0, day[p, c.MIN_OFF] - (today - last - 1))
            first = today
        last = today
    return lack + (too_short(w, p, first, last) if first >= 0 else 0)


@kernel
def opening_strain(w: Tables, p: int) -> int:
    """What it is worth, in cost, that a duty on this workday would make runs shorter or longer than they should be."""
    if w.workday[p, c.RUNS] == 0 or w.duty[p, c.SIZE]:
        return 0
    return w.rate[c.W_STRAIN] * (run_lack(w, p, p) - run_lack(w, p, -1))
