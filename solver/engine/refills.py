"""Where a duty fills its load up: the reloads with the smallest detour that keep every load within the capacity."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.tables import Tables, kernel


@kernel
def carried(w: Tables, p: int, n: int) -> bool:
    """Whether the draft's seats can be served without any reload."""
    left = w.workday[p, c.CAPACITY] if w.workday[p, c.FULL] else 0
    for k in range(1, n + 1):
        node = w.draft[k, c.NODE]
        if w.seat[node, c.REFILLS]:
            left = w.workday[p, c.CAPACITY]
        left -= w.seat[node, c.LOAD]
        if left < 0:
            return False
    return True


@kernel
def detour(w: Tables, p: int, k: int) -> int:
    """Extra seconds (times 2^20, plus the place) of the best reload just before seat element `k`."""
    mode = w.workday[p, c.MODE]
    here = w.workday[p, c.START_PLACE] if k == 1 else w.seat[w.draft[k - 1, c.NODE], c.PLACE_OUT]
    there = w.seat[w.draft[k, c.NODE], c.PLACE_IN]
    best, direct = c.BIG, w.travel[mode, here, there]
    for i in range(w.rate[c.RELOAD_A], w.rate[c.RELOAD_B]):
        place = w.lists[i]
        way = w.back[mode, place, here] + w.travel[mode, place, there] - direct
        best = min(best, (max(0, way) + w.rate[c.RELOAD_TOOK]) * (1 << 20) + place)
    return best


@kernel
def with_refills(w: Tables, p: int, size: int) -> int:
    """Strip the draft's reloads and put in those it needs; its new size, −1 when the load cannot be carried."""
    d = w.draft
    n = loads = 0
    for k in range(1, size + 1):
        if d[k, c.NODE] >= 0:
            n += 1
            d[n, c.NODE], d[n, c.FROM], d[n, c.UNTIL] = d[k, c.NODE], d[k, c.FROM], d[k, c.UNTIL]
            loads += w.seat[d[n, c.NODE], c.LOAD]
    if loads == 0 or carried(w, p, n):
        return n
    if w.rate[c.RELOAD_A] == w.rate[c.RELOAD_B] or not plan_trips(w, p, n):
        return -1
    return put_in(w, n)


@kernel
def plan_trips(w: Tables, p: int, n: int) -> bool:
    """Shortest way through the trips: `split[k]` holds cost, the trip before, the reload's place (−1: none), and what a
    reload before `k` costs.
    """
    g, cap = w.split, w.workday[p, c.CAPACITY]
    for k in range(n + 2):
        g[k, 0], g[k, 1], g[k, 2] = c.BIG, -1, -1
        g[k, 3] = detour(w, p, k) if 0 < k <= n else 0
    g[0, 0] = 0
    way = g[1, 3]
    g[1, 0], g[1, 1], g[1, 2] = way >> 20, 0, way & ((1 << 20) - 1)
    for i in range(n + 1):
        if g[i, 0] == c.BIG:
            continue
        left = cap if i > 0 or w.workday[p, c.FULL] else 0
        for j in range(max(i, 1), n + 1):
            node = w.draft[j, c.NODE]
            if w.seat[node, c.REFILLS] and j > i:
                if g[i, 0] < g[j, 0]:
                    g[j, 0], g[j, 1], g[j, 2] = g[i, 0], i, -1
                break
            left -= w.seat[node, c.LOAD]
            if left < 0:
                break
            if j == n:
                if g[i, 0] < g[n + 1, 0]:
                    g[n + 1, 0], g[n + 1, 1], g[n + 1, 2] = g[i, 0], i, -1
            elif not w.seat[w.draft[j + 1, c.NODE], c.REFILLS]:
                way = g[j + 1, 3]
                if g[i, 0] + (way >> 20) < g[j + 1, 0]:
                    g[j + 1, 0], g[j + 1, 1], g[j + 1, 2] = g[i, 0] + (way >> 20), i, way & ((1 << 20) - 1)
    return g[n + 1, 0] < c.BIG


@kernel
def put_in(w: Tables, n: int) -> int:
    """Put the planned reloads into the draft; its new size, −1 when it grows too long."""
    d, g = w.draft, w.split
    more, at = 0, g[n + 1, 1]
    while at > 0:
        more += g[at, 2] >= 0
        at = g[at, 1]
    if n + more + 2 > d.shape[0]:
        return -1
    at = g[n + 1, 1]
    size = n + more
    target = size
    for k in range(n, 0, -1):
        d[target, c.NODE], d[target, c.FROM], d[target, c.UNTIL] = d[k, c.NODE], d[k, c.FROM], d[k, c.UNTIL]
        target -= 1
        if k == at:
            if g[at, 2] >= 0:
                d[target, c.NODE], d[target, c.FROM], d[target, c.UNTIL] = -2 - g[at, 2], 0, c.FAR
                target -= 1
            at = g[at, 1]
    return size
