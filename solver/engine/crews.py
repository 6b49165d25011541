"""Serving units whose start others depend on: crews, what precedes or follows, users of kits.

Their seats get a fixed start; the starts that are tried come from where each seat fits best for itself.
"""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.insertion import dearest, note, place_of, put, series_allows
from solver.engine.limits import closing_of, opening_of
from solver.engine.scan import exact, scan
from solver.engine.stated import precedence_gap_holds
from solver.engine.tables import Ints, Tables, kernel
from solver.engine.units import new_in_series, seat_cost, serve
from solver.packed import roll

MOST_STARTS, MOST_DAYS = 10, 3
KEPT = 3


@kernel
def end_of(w: Tables, u: int) -> int:
    """When the last seat of a served, coupled unit ends."""
    end = 0
    for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
        end = max(end, w.held[s, c.SINCE] + w.seat[s, c.TOOK])
    return end


@kernel
def links_allow(w: Tables, u: int, start: int, end: int) -> bool:
    """Whether what precedes and what follows the unit allows it to start and end then."""
    for i in range(w.unit[u, c.BEFORE_A], w.unit[u, c.BEFORE_B]):
        first = w.link[i, c.OTHER]
        if w.served[first, c.ON_DAY] < 0:
            return False
        gap = start - end_of(w, first)
        if not precedence_gap_holds(gap, w.link[i, c.GAP_MIN], w.link[i, c.GAP_MAX]):
            return False
    for i in range(w.unit[u, c.AFTER_A], w.unit[u, c.AFTER_B]):
        second = w.link[i, c.OTHER]
        if w.served[second, c.ON_DAY] >= 0:
            gap = w.held[w.unit[second, c.FIRST], c.SINCE] - end
            if not precedence_gap_holds(gap, w.link[i, c.GAP_MIN], w.link[i, c.GAP_MAX]):
                return False
    return True


@kernel
def kits_allow(w: Tables, u: int, start: int, end: int) -> bool:
    """Whether a kit of each kind that the unit needs is left from start to end."""
    for a in range(w.unit[u, c.KITS_A], w.unit[u, c.KITS_B]):
        kit = w.lists[a]
        turn = w.kit[kit, c.TURNAROUND]
        begin, until = start - turn, end + turn
        if begin >= until:
            continue
        if used_at(w, u, kit, begin) >= w.kit[kit, c.COUNT]:
            return False
        for b in range(w.kit[kit, c.USERS_A], w.kit[kit, c.USERS_B]):
            v = w.lists[b]
            if v != u and w.served[v, c.ON_DAY] >= 0:
                other = w.held[w.unit[v, c.FIRST], c.SINCE] - turn
                if begin < other < until and used_at(w, u, kit, other) >= w.kit[kit, c.COUNT]:
                    return False
        for b in range(w.kit[kit, c.ASIDE_A], w.kit[kit, c.ASIDE_B], 2):
            other = w.lists[b] - turn
            if begin < other < until and used_at(w, u, kit, other) >= w.kit[kit, c.COUNT]:
                return False
    return True


@kernel
def used_at(w: Tables, u: int, kit: int, moment: int) -> int:
    """How many other units use the kit at this moment."""
    turn, used = w.kit[kit, c.TURNAROUND], 0
    for b in range(w.kit[kit, c.USERS_A], w.kit[kit, c.USERS_B]):
        v = w.lists[b]
        if v != u and w.served[v, c.ON_DAY] >= 0:
            begin = w.held[w.unit[v, c.FIRST], c.SINCE] - turn
            used += begin <= moment < end_of(w, v) + turn
    for b in range(w.kit[kit, c.ASIDE_A], w.kit[kit, c.ASIDE_B], 2):
        used += w.lists[b] - turn <= moment < w.lists[b + 1] + turn
    return used


@kernel
def start_bounds(w: Tables, u: int) -> tuple[int, int]:
    """Earliest and latest start that links alone leave to the unit; (1, 0) when it may not be served now."""
    low, high, length = 0, c.FAR, 0
    for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
        length = max(length, w.seat[s, c.GAP_LOW] + w.seat[s, c.TOOK])
    for i in range(w.unit[u, c.BEFORE_A], w.unit[u, c.BEFORE_B]):
        first = w.link[i, c.OTHER]
        if w.served[first, c.ON_DAY] < 0:
            return 1, 0
        end = end_of(w, first)
        low, high = max(low, end + w.link[i, c.GAP_MIN]), min(high, end + w.link[i, c.GAP_MAX])
    for i in range(w.unit[u, c.AFTER_A], w.unit[u, c.AFTER_B]):
        second = w.link[i, c.OTHER]
        if w.served[second, c.ON_DAY] >= 0:
            begin = w.held[w.unit[second, c.FIRST], c.SINCE]
            high = min(high, begin - w.link[i, c.GAP_MIN] - length)
    return low, high


@kernel
def add_start(w: Tables, count: int, start: int, low: int, high: int) -> int:
    """Add a start to the list to be tried, once; the list's new length. A full list drops one at random."""
    start = max(low, min(high, start))
    for i in range(count):
        if w.starts[i] == start:
            return count
    if count >= MOST_STARTS:
        w.starts[roll(w, MOST_STARTS)] = start
        return count
    w.starts[count] = start
    return count + 1


@kernel
def collect_starts(w: Tables, u: int, day: int, low: int, high: int) -> int:
    """Fill `starts` with starts of seat 0 between `low` and `high`; their number."""
    count = add_start(w, 0, low, low, high)
    count = add_start(w, count, high, low, high)
    count = add_start(w, count, low + roll(w, high - low + 1), low, high)
    count = starts_after_kits(w, u, day, count, low, high)
    for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
        count = starts_of_seat(w, s, day, count, low, high)
    return count


@kernel
def starts_after_kits(w: Tables, u: int, day: int, count: int, low: int, high: int) -> int:
    """Add the starts at which a kit comes back; how many there are now."""
    for a in range(w.unit[u, c.KITS_A], w.unit[u, c.KITS_B]):
        kit = w.lists[a]
        turn = 2 * w.kit[kit, c.TURNAROUND]
        for b in range(w.kit[kit, c.USERS_A], w.kit[kit, c.USERS_B]):
            v = w.lists[b]
            if v != u and w.served[v, c.ON_DAY] == day:
                count = add_start(w, count, end_of(w, v) + turn, low, high)
        for b in range(w.kit[kit, c.ASIDE_A] + 1, w.kit[kit, c.ASIDE_B], 2):
            count = add_start(w, count, w.lists[b] + turn, low, high)
    return count


@kernel
def starts_of_seat(w: Tables, s: int, day: int, count: int, low: int, high: int) -> int:
    """Add the starts that suit the seat where it fits best for itself; how many there are now."""
    g, h, took, q = w.seat[s, c.GAP_LOW], w.seat[s, c.GAP_HIGH], w.seat[s, c.TOOK], w.stop
    for i in range(KEPT):
        w.tops[i, 0] = c.BIG
    for a in range(w.seat[s, c.CAND_A], w.seat[s, c.CAND_B]):
        p = w.lists[a]
        if w.workday[p, c.DAY] == day:
            delta = scan(w, p, s, low + g, high + h, w.tops[KEPT - 1, 0], seat_cost(w, s, w.workday[p, c.PERSON]))
            if delta < w.tops[KEPT - 1, 0]:
                note(w, delta, p, w.found[c.F_POSITION], KEPT)
    for i in range(KEPT):
        p, k = w.tops[i, 1], w.tops[i, 2]
        if w.tops[i, 0] == c.BIG:
            continue
        mode = w.workday[p, c.MODE]
        if w.duty[p, c.SIZE] == 0:
            out = w.travel[mode, w.workday[p, c.START_PLACE], w.seat[s, c.PLACE_IN]]
            home = w.travel[mode, w.seat[s, c.PLACE_OUT], w.workday[p, c.END_PLACE]]
            count = add_start(w, count, opening_of(w, p) + out - g, low, high)
            count = add_start(w, count, closing_of(w, p) - home - took - g, low, high)
            continue
        one = w.travel[mode, q[p, k - 1, c.OUT], w.seat[s, c.PLACE_IN]] - g
        two = w.travel[mode, w.seat[s, c.PLACE_OUT], q[p, k, c.IN]] + took + g
        count = add_start(w, count, q[p, k - 1, c.READY] + one, low, high)
        count = add_start(w, count, q[p, k, c.TAIL_UNTIL] - two, low, high)
        beside = q[p, k - 1, c.START] + q[p, k - 1, c.STAY] + one if k > 1 else q[p, k, c.START] - two
        count = add_start(w, count, beside, low, high)
    return count


@kernel
def crew_at(w: Tables, u: int, day: int, start: int, limit: int, reverse: bool) -> int:
    """Cost of the cheapest crew found for this start, if below `limit`; `tops[8 + seat]` holds who and where."""
    first, seats = w.unit[u, c.FIRST], w.unit[u, c.SEATS]
    total, liked = 0, w.unit[u, c.NOT_LIKED] == 0
    for i in range(seats):
        r = seats - 1 - i if reverse else i
        s = first + r
        low, high = start + w.seat[s, c.GAP_LOW], start + w.seat[s, c.GAP_HIGH]
        best = min(c.BIG, limit - total)
        found = False
        for a in range(w.seat[s, c.CAND_A], w.seat[s, c.CAND_B]):
            p = w.lists[a]
            if w.workday[p, c.DAY] != day:
                continue
            taken = False
            for j in range(i):
                taken |= w.tops[8 + (seats - 1 - j if reverse else j), 1] == p
            if taken:
                continue
            person = w.workday[p, c.PERSON]
            fixed = seat_cost(w, s, person)
            if r == 0:
                fixed += new_in_series(w, u, person)
            if not liked and not w.liked[s, person]:
                fixed += w.unit[u, c.NOT_LIKED] // seats
            delta = scan(w, p, s, low, high, best, fixed)
            if delta < best:
                best, found = delta, True
                w.tops[8 + r, 0], w.tops[8 + r, 1], w.tops[8 + r, 2] = delta, p, w.found[c.F_POSITION]
        if not found:
            return c.BIG
        total += best
    return total


@kernel
def place_coupled(w: Tables, u: int) -> bool:
    """Serve the unit whole, each seat at a fixed start; `False` when no way was found."""
    low, high = start_bounds(w, u)
    first, seats, days, kept = w.unit[u, c.FIRST], w.unit[u, c.SEATS], w.rate[c.DAYS], w.tops.shape[0] // 2
    most = c.BIG if w.rate[c.STRAINS] else dearest(w, u)
    viable, tried, best = 0, 0, most
    for day in range(days):
        viable += day_suits(w, u, day)
    if viable == 0 or low > high:
        return False
    skip = roll(w, viable)
    for turn in range(2 * days):
        if tried < min(viable, MOST_DAYS) and day_suits(w, u, turn % days):
            if skip > 0:
                skip -= 1
                continue
            tried += 1
            best = best_on_day(w, u, turn % days, low, high, best)
    if best == most:
        return False
    for r in range(seats):
        start = w.tops[kept + r, 3]
        put(w, u, first + r, w.tops[kept + r, 1], w.tops[kept + r, 2], start, start)
    serve(w, u, w.workday[w.tops[kept, 1], c.DAY])
    return True


@kernel
def day_suits(w: Tables, u: int, day: int) -> bool:
    """Whether the unit has a slot on that day, and its series leave it."""
    at = w.unit[u, c.FIRST] * w.rate[c.DAYS] + day
    return w.slot_at[at] < w.slot_at[at + 1] and series_allows(w, u, day)


@kernel
def seats_meet(w: Tables, u: int, day: int, low: int, high: int) -> tuple[int, int]:
    """Earliest and latest start of seat 0, between these, that leave every seat a slot of its own on that day."""
    first = w.unit[u, c.FIRST]
    for s in range(first + 1, first + w.unit[u, c.SEATS]):
        at = s * w.rate[c.DAYS] + day
        begin, end = c.FAR, -1
        for i in range(w.slot_at[at], w.slot_at[at + 1]):
            begin, end = min(begin, w.slots[i, c.EARLIEST]), max(end, w.slots[i, c.LATEST])
        low, high = max(low, begin - w.seat[s, c.GAP_HIGH]), min(high, end - w.seat[s, c.GAP_LOW])
    return low, high


@kernel
def best_on_day(w: Tables, u: int, day: int, low: int, high: int, best: int) -> int:
    """Cost of the cheapest way on that day, if below `best`, else `best`; the way goes to the lower half of `tops`."""
    at, kept = w.unit[u, c.FIRST] * w.rate[c.DAYS] + day, w.tops.shape[0] // 2
    for i in range(w.slot_at[at], w.slot_at[at + 1]):
        a, b = seats_meet(w, u, day, max(low, w.slots[i, c.EARLIEST]), min(high, w.slots[i, c.LATEST]))
        count = collect_starts(w, u, day, a, b) if a <= b else 0
        for j in range(count):
            cost = crew_at(w, u, day, w.starts[j], best, roll(w, 2) == 1)
            if cost < best and crew_holds(w, u, w.starts[j]):
                best = cost
                for r in range(w.unit[u, c.SEATS]):
                    for k in range(4):
                        w.tops[kept + r, k] = w.tops[8 + r, k]
    return best


@kernel
def crew_holds(w: Tables, u: int, start: int) -> bool:
    """Whether the crew in `tops[8:]` stands an exact look; each seat's start is noted beside it."""
    first, seats = w.unit[u, c.FIRST], w.unit[u, c.SEATS]
    end = 0
    for r in range(seats):
        s, p, k = first + r, w.tops[8 + r, 1], w.tops[8 + r, 2]
        low, high = start + w.seat[s, c.GAP_LOW], start + w.seat[s, c.GAP_HIGH]
        if exact(w, p, s, k, low, high) >= c.BIG:
            return False
        n = w.found[c.F_SIZE]
        for j in range(1, n + 1):
            if w.draft[j, c.NODE] == s:
                w.tops[8 + r, 3] = w.draft[j, c.START]
                end = max(end, w.draft[j, c.START] + w.draft[j, c.STAY])
        if low < high and exact(w, p, s, k, w.tops[8 + r, 3], w.tops[8 + r, 3]) >= c.BIG:
            return False
    return links_allow(w, u, start, end) and kits_allow(w, u, start, end)


@kernel
def adopt(w: Tables, u: int, wish: Ints) -> bool:
    """Serve the unit as wished (workday and start of each seat), if that is possible."""
    first, seats, fixed = w.unit[u, c.FIRST], w.unit[u, c.SEATS], w.unit[u, c.COUPLED]
    if w.served[u, c.ON_DAY] >= 0:
        return False
    end = 0
    for r in range(seats):
        p, start = wish[first + r, 0], wish[first + r, 1]
        if p < 0 or not series_allows(w, u, w.workday[p, c.DAY]):
            return False
        if w.workday[p, c.DAY] != w.workday[wish[first, 0], c.DAY]:
            return False
        for other in range(r):
            if wish[first + other, 0] == p:
                return False
        gap = start - wish[first, 1]
        if fixed and r and (gap < w.seat[first + r, c.GAP_LOW] or gap > w.seat[first + r, c.GAP_HIGH]):
            return False
        low, high = (start, start) if fixed else (0, c.FAR)
        if seat_cost(w, first + r, w.workday[p, c.PERSON]) >= c.BIG:
            return False
        if exact(w, p, first + r, place_of(w, p, start), low, high) >= c.BIG:
            return False
        end = max(end, start + w.seat[first + r, c.TOOK])
    if fixed and not (links_allow(w, u, wish[first, 1], end) and kits_allow(w, u, wish[first, 1], end)):
        return False
    for r in range(seats):
        p, start = wish[first + r, 0], wish[first + r, 1]
        low, high = (start, start) if fixed else (0, c.FAR)
        put(w, u, first + r, p, place_of(w, p, start), low, high)
    serve(w, u, w.workday[wish[first, 0], c.DAY])
    return True
