"""Small moves: strings or tails exchanged between duties, whole duties handed over, a string shifted within its duty.

Most cannot pay, and the legs alone tell; only what may be accepted is laid out and timed.
"""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.duties import commit, time_draft, touch
from solver.engine.insertion import series_allows
from solver.engine.limits import closing_of, opening_of, week_cost
from solver.engine.retiming import retime
from solver.engine.ruin import seats_in_draft
from solver.engine.tables import Tables, kernel
from solver.engine.units import group_costs, log_unit, sum_of_others
from solver.packed import roll

NEAREST = 25
LONGEST = 3


@kernel
def people_gain(w: Tables, p: int, first: int, end: int, q: int) -> int:
    """Least change of cost, beside hours and ways, when these elements go to the other workday; BIG: they may not, as
    far as it and its person go.
    """
    person, day, was = w.workday[q, c.PERSON], w.workday[q, c.DAY], w.workday[p, c.PERSON]
    same = day == w.workday[p, c.DAY]
    cost = 0
    for k in range(first, end):
        s = w.stop[p, k, c.NODE]
        if s < 0:
            continue
        u, at = w.seat[s, c.UNIT], s * w.rate[c.DAYS] + day
        if w.fit[s, person] < 0 or w.slot_at[at] == w.slot_at[at + 1]:
            return c.BIG
        if w.unit[u, c.COUPLED]:
            if not same:
                return c.BIG
            for r in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
                if w.held[r, c.BY] == q:
                    return c.BIG
        if not same and not series_allows(w, u, day):
            return c.BIG
        if person != was:
            cost += w.extra[s, person] - w.extra[s, was]
            if w.unit[u, c.SEATS] == 1:
                cost += w.unit[u, c.NOT_LIKED] * (w.liked[s, was] - w.liked[s, person])
            else:
                cost -= w.unit[u, c.NOT_LIKED]
            cost -= w.rate[c.FURTHER] * (w.unit[u, c.SERIES_B] - w.unit[u, c.SERIES_A])
            if w.seat[s, c.TURN] >= 0:
                return -c.BIG
    return cost


@kernel
def legs(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int) -> int:
    """Change of p's seconds of travel when elements `i` to before `j` of q stand in place of `a` to before `b`."""
    t, day, mode, n = w.stop, w.workday, w.workday[p, c.MODE], w.duty[p, c.SIZE]
    here, more = day[p, c.START_PLACE] if a == 1 else t[p, a - 1, c.OUT], 0
    if n:
        for k in range(a, b + 1):
            more -= t[p, k, c.LEG]
    if i == j and b - a == n:
        return more
    if i < j:
        more += w.travel[mode, here, t[q, i, c.IN]]
        here = t[q, j - 1, c.OUT]
    alike = mode == day[q, c.MODE]
    for k in range(i + 1, j):
        more += t[q, k, c.LEG] if alike else w.travel[mode, t[q, k - 1, c.OUT], t[q, k, c.IN]]
    return more + w.travel[mode, here, day[p, c.END_PLACE] if b == n + 1 else t[p, b, c.IN]]


@kernel
def in_time(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int) -> bool:
    """Whether elements `i` to before `j` of q can be served in p in place of `a` to before `b`, as far as one sees."""
    if w.duty[p, c.MEAL_ARC]:
        return True
    t, day, mode, n = w.stop, w.workday, w.workday[p, c.MODE], w.duty[p, c.SIZE]
    person, on = day[p, c.PERSON], day[p, c.DAY]
    here = day[p, c.START_PLACE] if a == 1 else t[p, a - 1, c.OUT]
    clock = t[p, a - 1, c.READY] if n else opening_of(w, p)
    for k in range(i, j):
        node = t[q, k, c.NODE]
        clock += w.travel[mode, here, t[q, k, c.IN]]
        if node >= 0:
            clock = start_on(w, node, on, max(clock, w.held[node, c.SINCE]), w.held[node, c.UPTO])
            if clock < 0 or clock > w.fit[node, person]:
                return False
        clock += t[q, k, c.STAY]
        here = t[q, k, c.OUT]
    if b == n + 1:
        return clock + w.travel[mode, here, day[p, c.END_PLACE]] <= closing_of(w, p)
    return clock + w.travel[mode, here, t[p, b, c.IN]] <= t[p, b, c.TAIL_UNTIL]


@kernel
def carries(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int) -> bool:
    """Whether p holds the load of elements `i` to before `j` of q in place of `a` to before `b`, or may refill on the
    way.
    """
    t, capacity = w.stop, w.workday[p, c.CAPACITY]
    if w.rate[c.RELOAD_A] < w.rate[c.RELOAD_B] and w.rate[c.RELOAD_TOOK] < w.workday[p, c.MAX_DAY]:
        return True
    full = capacity if w.workday[p, c.FULL] else 0
    n = w.duty[p, c.SIZE]
    left = t[p, a - 1, c.HOLDS] - t[p, a - 1, c.LOADED] if n else full
    for k in range(i, j):
        node = t[q, k, c.NODE]
        if node < 0:
            return True
        left = capacity if w.seat[node, c.REFILLS] else left
        left -= w.seat[node, c.LOAD]
        if left < 0:
            return False
    return b == n + 1 or t[p, b, c.NODE] < 0 or w.seat[t[p, b, c.NODE], c.REFILLS] > 0 or t[p, b, c.TO_UNLOAD] <= left


@kernel
def start_on(w: Tables, s: int, day: int, low: int, high: int) -> int:
    """Earliest start of the seat on that day between these moments; −1 when there is none."""
    at = s * w.rate[c.DAYS] + day
    best = c.FAR
    for i in range(w.slot_at[at], w.slot_at[at + 1]):
        begin = max(low, w.slots[i, c.EARLIEST])
        if begin <= min(high, w.slots[i, c.LATEST]):
            best = min(best, begin)
    return best if best < c.FAR else -1


@kernel
def at_work(w: Tables, p: int, first: int, end: int, reloads: bool) -> int:
    """Seconds of service in these elements, with or without reloads."""
    total = 0
    for k in range(first, end):
        total += w.stop[p, k, c.STAY] if reloads or w.stop[p, k, c.NODE] >= 0 else 0
    return total


@kernel
def hours_gain(w: Tables, p: int, more: int, busy: int) -> int:
    """Least change of the day's cost with `more` travel and `busy` more work, when nothing waits any longer."""
    r, duty, norm = w.rate, w.duty, w.workday[p, c.NORM_DAY]
    works = duty[p, c.WORKED] - duty[p, c.WAITING] + more + busy
    if works > w.workday[p, c.MAX_DAY]:
        return c.BIG
    over = max(0, works - norm) - max(0, duty[p, c.WORKED] - norm)
    return r[c.TRAVEL_RATE] * more - r[c.WAITING_RATE] * duty[p, c.WAITING] + r[c.OVERTIME] * over


@kernel
def week_gain(w: Tables, p: int, works: int, serves: int) -> int:
    """Change of the cost of the person's week with so much more worked and served time."""
    week = w.workday[p, c.WEEK]
    worked, served = w.weekly[week, c.WEEK_WORKED], w.weekly[week, c.WEEK_SERVED]
    return week_cost(w, week, worked + works, served + serves) - week_cost(w, week, worked, served)


@kernel
def may_pay(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int, limit: int) -> bool:
    """Whether exchanging these elements may change the cost by less than `limit`."""
    one, two = legs(w, p, a, b, q, i, j), legs(w, q, i, j, p, a, b)
    goes, comes = at_work(w, p, a, b, True), at_work(w, q, i, j, True)
    gain = hours_gain(w, p, one, comes - goes)
    other = hours_gain(w, q, two, goes - comes)
    if gain >= c.BIG or other >= c.BIG:
        return False
    gain += other
    idle, stood = w.duty[p, c.WAITING], w.duty[q, c.WAITING]
    if w.workday[p, c.WEEK] == w.workday[q, c.WEEK]:
        gain += week_gain(w, p, one + two - idle - stood, 0)
    else:
        serves = at_work(w, q, i, j, False) - at_work(w, p, a, b, False)
        gain += week_gain(w, p, one + comes - goes - idle, serves)
        gain += week_gain(w, q, two + goes - comes - stood, -serves)
    if gain - w.rate[c.BY_PEOPLE] >= limit:
        return False
    people = people_gain(w, p, a, b, q)
    if people >= c.BIG:
        return False
    others = people_gain(w, q, i, j, p)
    return others < c.BIG and gain + people + others < limit


@kernel
def copy_part(w: Tables, n: int, p: int, first: int, end: int, person: int) -> int:
    """Copy elements of the remembered duty to the end of the draft; its new size, −1 when that is too long."""
    d = w.draft
    for k in range(first, end):
        node = w.old_stop[p, k, c.NODE]
        n += 1
        if n + 6 > d.shape[0]:
            return -1
        d[n, c.NODE] = node
        if node >= 0:
            d[n, c.FROM] = w.held[node, c.SINCE]
            d[n, c.UNTIL] = min(w.held[node, c.UPTO], w.fit[node, person])
    return n


@kernel
def join(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int) -> bool:
    """Put elements `i` to before `j` of remembered duty q in the place of `a` to before `b` of remembered duty p."""
    person = w.workday[p, c.PERSON]
    n = copy_part(w, 0, p, 1, a, person)
    n = copy_part(w, n, q, i, j, person) if n >= 0 else -1
    n = copy_part(w, n, p, b, w.old_duty[p, c.SIZE] + 1, person) if n >= 0 else -1
    if n < 0:
        return False
    if not seats_in_draft(w, n):
        commit(w, p, 0)
        return True
    n = time_draft(w, p, n)
    if n < 0:
        return False
    commit(w, p, n)
    return True


@kernel
def hand_over(w: Tables, p: int, first: int, end: int, q: int) -> None:
    """Count the units of these elements of remembered duty p as served in q."""
    for k in range(first, end):
        s = w.old_stop[p, k, c.NODE]
        if s < 0:
            continue
        u = w.seat[s, c.UNIT]
        log_unit(w, u)
        sum_of_others(w, u, -1)
        group_costs(w, u, -1)
        w.served[u, c.ON_DAY] = -1
        group_costs(w, u, 1)
        w.held[s, c.BY] = q
        group_costs(w, u, -1)
        w.served[u, c.ON_DAY] = w.workday[q, c.DAY]
        group_costs(w, u, 1)
        sum_of_others(w, u, 1)


@kernel
def exchange(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int, limit: int) -> bool:
    """Exchange elements `a` to before `b` of p with `i` to before `j` of q; `False` when they cannot, half done."""
    if p == q or (a == b and i == j) or not may_pay(w, p, a, b, q, i, j, limit):
        return False
    if not carries(w, p, a, b, q, i, j) or not carries(w, q, i, j, p, a, b):
        return False
    if not in_time(w, p, a, b, q, i, j) or not in_time(w, q, i, j, p, a, b):
        return False
    touch(w, p)
    touch(w, q)
    if b - a >= j - i:
        done = join(w, p, a, b, q, i, j) and join(w, q, i, j, p, a, b)
    else:
        done = join(w, q, i, j, p, a, b) and join(w, p, a, b, q, i, j)
    if not done:
        return False
    hand_over(w, p, a, b, q)
    hand_over(w, q, i, j, p)
    return True


@kernel
def shift(w: Tables, p: int, a: int, b: int, m: int, turned: bool, limit: int) -> bool:
    """Put elements `a` to before `b` before element `m` of the same duty, perhaps the other way round."""
    if a <= m <= b:
        return False
    t, mode, person = w.stop, w.workday[p, c.MODE], w.workday[p, c.PERSON]
    first, last = (b - 1, a) if turned else (a, b - 1)
    more = w.travel[mode, t[p, a - 1, c.OUT], t[p, b, c.IN]] - t[p, a, c.LEG] - t[p, b, c.LEG] - t[p, m, c.LEG]
    more += w.travel[mode, t[p, m - 1, c.OUT], t[p, first, c.IN]] + w.travel[mode, t[p, last, c.OUT], t[p, m, c.IN]]
    if turned:
        for k in range(a + 1, b):
            more += w.travel[mode, t[p, k, c.OUT], t[p, k - 1, c.IN]] - t[p, k, c.LEG]
    gain = hours_gain(w, p, more, 0)
    if gain >= c.BIG or gain + week_gain(w, p, more - w.duty[p, c.WAITING], 0) >= limit:
        return False
    touch(w, p)
    n = copy_part(w, 0, p, 1, min(a, m), person)
    n = copy_part(w, n, p, b, m, person) if n >= 0 else -1
    if turned:
        for k in range(b - 1, a - 1, -1):
            n = copy_part(w, n, p, k, k + 1, person) if n >= 0 else -1
    else:
        n = copy_part(w, n, p, a, b, person) if n >= 0 else -1
    n = copy_part(w, n, p, m, a, person) if n >= 0 else -1
    n = copy_part(w, n, p, max(b, m), w.old_duty[p, c.SIZE] + 1, person) if n >= 0 else -1
    n = time_draft(w, p, n) if n >= 0 else -1
    if n < 0:
        return False
    commit(w, p, n)
    return True


@kernel
def move(w: Tables, limit: int) -> bool:
    """Try one random move that may change the cost by less than `limit`; `False` when there is none there (what is half
    done is undone by the caller).
    """
    way = roll(w, 100)
    if way < w.rate[c.DUTY_MOVES]:
        return move_duty(w, limit)
    if way >= w.rate[c.RETIMES]:
        return retime(w)
    s = roll(w, w.seat.shape[0])
    p = w.held[s, c.BY]
    near = min(NEAREST, w.seat[s, c.NEAR_B] - w.seat[s, c.NEAR_A])
    if p < 0 or near == 0:
        return False
    v = w.lists[w.seat[s, c.NEAR_A] + roll(w, near)]
    q = w.held[v, c.BY]
    if q < 0:
        return False
    k, m = w.held[s, c.POSITION], w.held[v, c.POSITION]
    n, o = w.duty[p, c.SIZE] + 1, w.duty[q, c.SIZE] + 1
    if way < w.rate[c.TAIL_MOVES] and p != q:
        return w.workday[p, c.DAY] == w.workday[q, c.DAY] and exchange(w, p, k + 1, n, q, m, o, limit)
    goes = 1 + max(0, roll(w, 2 * LONGEST) - LONGEST)
    comes = max(0, roll(w, 2 * LONGEST + 1) - LONGEST)
    if roll(w, 2):
        a, b, i, j = k, min(n, k + goes), m + 1, min(o, m + 1 + comes)
    else:
        a, b, i, j = max(1, k + 1 - goes), k + 1, max(1, m - comes), m
    if p == q:
        return shift(w, p, a, b, i if i > m else m, roll(w, 2) == 1, limit)
    return exchange(w, p, a, b, q, i, j, limit)


@kernel
def move_duty(w: Tables, limit: int) -> bool:
    """Exchange two whole duties, of one day mostly, or hand one to somebody who is free."""
    count = w.workday.shape[0]
    p = roll(w, count)
    if w.duty[p, c.SIZE] == 0:
        return False
    q = roll(w, count)
    for _ in range(20):
        if w.workday[q, c.DAY] == w.workday[p, c.DAY] and q != p:
            break
        q = roll(w, count)
    return exchange(w, p, 1, w.duty[p, c.SIZE] + 1, q, 1, w.duty[q, c.SIZE] + 1, limit)
