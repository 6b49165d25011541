"""Taking out what stands only in part: tasks of a bundle without the others, duties in runs of days that are too short.

Within a round they may; at its end nothing does but pinned work.
"""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.ruin import mark, take_out
from solver.engine.runs import too_short
from solver.engine.tables import Tables, kernel
from solver.engine.units import bundle_lack


@kernel
def is_forced(w: Tables, p: int) -> bool:
    """Whether the duty holds pinned work, or what must come with it."""
    forced = False
    for k in range(1, w.duty[p, c.SIZE] + 1):
        node = w.stop[p, k, c.NODE]
        forced |= node >= 0 and w.unit[w.seat[node, c.UNIT], c.FORCED] > 0
    return forced


@kernel
def mark_whole(w: Tables, p: int) -> bool:
    """Mark all work of a duty, unless some of it is pinned; whether that is so."""
    if is_forced(w, p):
        return False
    for k in range(1, w.duty[p, c.SIZE] + 1):
        if w.stop[p, k, c.NODE] >= 0:
            mark(w, w.seat[w.stop[p, k, c.NODE], c.UNIT])
    return True


@kernel
def mark_run(w: Tables, a: int, b: int) -> None:
    """Mark the duties of the workdays from `a` to `b`, unless one of them holds pinned work."""
    for q in range(a, b + 1):
        if w.duty[q, c.SIZE] and is_forced(w, q):
            return
    for q in range(a, b + 1):
        mark_whole(w, q)


@kernel
def mark_person(w: Tables, p: int) -> None:
    """Mark duties in runs that are too short, and beside days off that are too few; `p`: the person's first workday."""
    day, a, b = w.workday, -1, -1
    for q in range(p, day[p, c.OWN_B]):
        if w.duty[q, c.SIZE] == 0:
            continue
        if b >= 0 and day[q, c.DAY] != day[b, c.DAY] + 1:
            if too_short(w, p, day[a, c.DAY], day[b, c.DAY]):
                mark_run(w, a, b)
            elif day[q, c.DAY] - day[b, c.DAY] - 1 < day[p, c.MIN_OFF] and not mark_whole(w, q):
                mark_whole(w, b)
            a = q
        elif b < 0:
            a = q
        b = q
    if b >= 0 and too_short(w, p, day[a, c.DAY], day[b, c.DAY]):
        mark_run(w, a, b)


@kernel
def relieve(w: Tables) -> bool:
    """Take out all that stands only in part; whether there was anything."""
    t, taken, again = w.tally, False, True
    while again:
        t[c.OUT_COUNT] = 0
        for i in range(w.rate[c.BUNDLES]):
            first = w.lists[w.bundle[i, c.MEMBERS_A]]
            if bundle_lack(w, i) and w.unit[first, c.FORCED] == 0:
                for a in range(w.bundle[i, c.MEMBERS_A], w.bundle[i, c.MEMBERS_B]):
                    mark(w, w.lists[a])
        p = 0
        while p < w.workday.shape[0]:
            if w.workday[p, c.RUNS]:
                mark_person(w, p)
            p = max(p + 1, w.workday[p, c.OWN_B])
        again = t[c.OUT_COUNT] > 0
        taken |= again
        take_out(w)
    return taken
