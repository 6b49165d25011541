"""Serving one unit that stands alone, where it costs least."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.duties import commit
from solver.engine.runs import opening_strain
from solver.engine.scan import exact, scan
from solver.engine.stated import series_gap_holds
from solver.engine.tables import Tables, kernel
from solver.engine.units import log_unit, new_in_series, seat_cost, serve
from solver.packed import roll

TOPS = 3
MANY = 80


@kernel
def series_allows(w: Tables, u: int, day: int) -> bool:
    """Whether the unit's series leave that day to it."""
    for a in range(w.unit[u, c.SERIES_A], w.unit[u, c.SERIES_B]):
        i = w.lists[a]
        gap = w.series[i, c.GAP_DAYS]
        if not series_gap_holds(day, w.series[i, c.LAST_DAY], gap):
            return False
        for b in range(w.series[i, c.MEMBERS_A], w.series[i, c.MEMBERS_B]):
            v = w.lists[b]
            on = w.served[v, c.ON_DAY]
            if v != u and on >= 0 and not series_gap_holds(day, on, gap):
                return False
    return True


@kernel
def person_cost(w: Tables, u: int, s: int, person: int) -> int:
    """What this person costs on the only seat of the unit beside hours and ways."""
    cost = seat_cost(w, s, person)
    if w.unit[u, c.NOT_LIKED] and not w.liked[s, person]:
        cost += w.unit[u, c.NOT_LIKED]
    if w.unit[u, c.SERIES_A] < w.unit[u, c.SERIES_B]:
        cost += new_in_series(w, u, person)
    return cost


@kernel
def dearest(w: Tables, u: int) -> int:
    """Cost from which on the unit had better be left; BIG for what is to be served at any."""
    return w.unit[u, c.UNCHANGED] if w.unit[u, c.PRICED] else c.BIG


@kernel
def note(w: Tables, delta: int, p: int, k: int, size: int) -> None:
    """Keep this way among the `size` cheapest in `tops`."""
    t = w.tops
    at = size - 1
    while at > 0 and t[at - 1, 0] > delta:
        t[at, 0], t[at, 1], t[at, 2] = t[at - 1, 0], t[at - 1, 1], t[at - 1, 2]
        at -= 1
    t[at, 0], t[at, 1], t[at, 2] = delta, p, k


@kernel
def look(w: Tables, u: int, s: int, p: int, in_series: bool) -> None:
    """Note the way into this duty if it is among the cheapest."""
    if in_series and not series_allows(w, u, w.workday[p, c.DAY]):
        return
    most = w.tops[TOPS - 1, 0]
    delta = scan(w, p, s, 0, c.FAR, most, person_cost(w, u, s, w.workday[p, c.PERSON]))
    if delta < most:
        note(w, delta, p, w.found[c.F_POSITION], TOPS)


@kernel
def look_near(w: Tables, u: int, s: int, blink: int, in_series: bool) -> None:
    """Look into the duties of the seat's neighbours, and into some others at random."""
    t, days = w.tally, w.rate[c.DAYS]
    t[c.STAMP] += 1
    for a in range(w.seat[s, c.NEAR_A], min(w.seat[s, c.NEAR_B], w.seat[s, c.NEAR_A] + w.rate[c.NEAR_LOOKS])):
        p = w.held[w.lists[a], c.BY]
        if p < 0 or w.duty[p, c.SEEN] == t[c.STAMP]:
            continue
        w.duty[p, c.SEEN] = t[c.STAMP]
        at = s * days + w.workday[p, c.DAY]
        if w.fit[s, w.workday[p, c.PERSON]] < 0 or w.slot_at[at] == w.slot_at[at + 1]:
            continue
        if roll(w, blink):
            look(w, u, s, p, in_series)
    first, ways = w.seat[s, c.CAND_A], w.seat[s, c.CAND_B] - w.seat[s, c.CAND_A]
    for _ in range(w.rate[c.FAR_LOOKS]):
        p = w.lists[first + roll(w, ways)]
        if w.duty[p, c.SEEN] != t[c.STAMP]:
            w.duty[p, c.SEEN] = t[c.STAMP]
            look(w, u, s, p, in_series)


@kernel
def place_alone(w: Tables, u: int, blink: int) -> bool:
    """Serve the unit where it costs least. `blink`: 0 looks at every way, else one in `blink` is overlooked, and where
    there are many ways most that lie far away. `False`: no way was found.
    """
    s, t, most = w.unit[u, c.FIRST], w.tops, dearest(w, u)
    best, at, timed = c.BIG if w.rate[c.STRAINS] else most, -1, -1
    for i in range(TOPS):
        t[i, 0] = best
    in_series = w.unit[u, c.SERIES_A] < w.unit[u, c.SERIES_B]
    if blink and w.seat[s, c.CAND_B] - w.seat[s, c.CAND_A] > MANY:
        look_near(w, u, s, blink, in_series)
    else:
        for a in range(w.seat[s, c.CAND_A], w.seat[s, c.CAND_B]):
            if blink == 0 or roll(w, blink):
                look(w, u, s, w.lists[a], in_series)
    for i in range(TOPS):
        if t[i, 0] >= best:
            break
        delta = exact(w, t[i, 1], s, t[i, 2], 0, c.FAR)
        timed = i
        if delta < c.BIG:
            p = t[i, 1]
            delta += person_cost(w, u, s, w.workday[p, c.PERSON])
            if delta < most and delta + opening_strain(w, p) < best:
                best, at = delta + opening_strain(w, p), i
    if at < 0:
        return False
    if timed == at:
        keep_timed(w, u, s, t[at, 1], 0, c.FAR)
    else:
        put(w, u, s, t[at, 1], t[at, 2], 0, c.FAR)
    serve(w, u, w.workday[t[at, 1], c.DAY])
    return True


@kernel
def put(w: Tables, u: int, s: int, p: int, k: int, low: int, high: int) -> bool:
    """Put the seat into the duty before element `k`, for good (the unit is not counted as served yet)."""
    if exact(w, p, s, k, low, high) >= c.BIG:
        return False
    keep_timed(w, u, s, p, low, high)
    return True


@kernel
def keep_timed(w: Tables, u: int, s: int, p: int, low: int, high: int) -> None:
    """Make the draft, timed with the seat in it, the duty."""
    log_unit(w, u)
    w.held[s, c.BY], w.held[s, c.SINCE], w.held[s, c.UPTO] = p, low, high
    commit(w, p, w.found[c.F_SIZE])


@kernel
def place_of(w: Tables, p: int, start: int) -> int:
    """The element of the duty before which something that starts then belongs."""
    k = 1
    while k <= w.duty[p, c.SIZE] and w.stop[p, k, c.START] <= start:
        k += 1
    return k
