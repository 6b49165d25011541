"""Another moment for a unit whose start others depend on, its people and its place in their duties left as they are."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.crews import end_of, kits_allow, links_allow
from solver.engine.duties import commit, time_draft, to_draft
from solver.engine.tables import Tables, kernel
from solver.engine.units import log_unit
from solver.packed import roll

HALF = 1800


@kernel
def shift_of(w: Tables, s: int) -> int:
    """Seconds by which the seat's start might move: to where its own duty is idle before or after, or anywhere near."""
    p, k, t = w.held[s, c.BY], w.held[s, c.POSITION], w.stop
    way, begin = roll(w, 3), t[p, k, c.START]
    if way == 0:
        return t[p, k - 1, c.READY] + t[p, k, c.LEG] - begin
    if way == 1:
        return t[p, k + 1, c.TAIL_UNTIL] - t[p, k + 1, c.LEG] - t[p, k, c.STAY] - begin
    return 60 * (roll(w, 2 * HALF // 60 + 1) - HALF // 60)


@kernel
def in_slot(w: Tables, s: int, day: int, start: int) -> bool:
    """Whether the seat may start at this moment of the day."""
    at = s * w.rate[c.DAYS] + day
    found = False
    for i in range(w.slot_at[at], w.slot_at[at + 1]):
        found |= w.slots[i, c.EARLIEST] <= start <= w.slots[i, c.LATEST]
    return found


@kernel
def retime(w: Tables) -> bool:
    """Move the start of a random unit that has a fixed one; `False` when it cannot move so, half done."""
    u = w.seat[roll(w, w.seat.shape[0]), c.UNIT]
    if w.unit[u, c.COUPLED] == 0 or w.served[u, c.ON_DAY] < 0:
        return False
    first, end = w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]
    by = shift_of(w, first + roll(w, end - first))
    day = w.served[u, c.ON_DAY]
    if by == 0:
        return False
    for s in range(first, end):
        if not in_slot(w, s, day, w.held[s, c.SINCE] + by):
            return False
    log_unit(w, u)
    for s in range(first, end):
        w.held[s, c.SINCE] += by
        w.held[s, c.UPTO] = w.held[s, c.SINCE]
    if not links_allow(w, u, w.held[first, c.SINCE], end_of(w, u)):
        return False
    if not kits_allow(w, u, w.held[first, c.SINCE], end_of(w, u)):
        return False
    for s in range(first, end):
        p = w.held[s, c.BY]
        n = time_draft(w, p, to_draft(w, p, -1, 0, 0, 0))
        if n < 0:
            return False
        commit(w, p, n)
    return True
