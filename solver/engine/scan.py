"""The cheapest place for a seat in a duty, from the joined ends alone; exact but for the meal and the reloads."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.duties import draft_delta, time_draft, to_draft
from solver.engine.limits import hours_allow, may_open, month_delta, week_cost
from solver.engine.runs import opening_strain
from solver.engine.stated import day_length_holds, overtime_seconds
from solver.engine.tables import Tables, kernel

UNSURE = c.FAR + 1


@kernel
def exact(w: Tables, p: int, s: int, k: int, low: int, high: int) -> int:
    """Change of cost when the seat goes before element `k`, timed anew; BIG when it cannot."""
    if w.duty[p, c.SIZE] + 6 > w.draft.shape[0]:
        return c.BIG
    n = time_draft(w, p, to_draft(w, p, s, k, low, high))
    w.found[c.F_SIZE] = n
    return draft_delta(w, p) if n > 0 else c.BIG


@kernel
def meal_beside(w: Tables, p: int, k: int, one: int, two: int, stay: int, low: int, high: int) -> int:
    """Shortest duty with the meal just before or just after something put in before element `k`; FAR: none."""
    s, day = w.stop, w.workday
    took = day[p, c.MEAL_TOOK]
    first, last = day[p, c.MEAL_FROM], day[p, c.MEAL_TO] - took
    best = c.FAR
    for side in range(2):
        head, since, until = s[p, k - 1, c.HEAD] + one, s[p, k - 1, c.HEAD_FROM], s[p, k - 1, c.HEAD_UNTIL]
        ok = True
        for step in range(2):
            meal = step == side
            a, b, t = (first, last, took) if meal else (low, high, stay)
            if since + head > b:
                ok = False
                break
            wait = max(0, a - head - until)
            since, until = max(a - head, since) - wait, min(b - head, until)
            head += wait + t
        head += two
        if ok and since + head <= s[p, k, c.TAIL_UNTIL]:
            best = min(best, head + max(0, s[p, k, c.TAIL_FROM] - head - until) + s[p, k, c.TAIL])
    return best


@kernel
def load_ways(w: Tables, p: int, s: int, k: int, one: int, two: int) -> int:
    """Extra seconds of a reload that the seat's load needs before element `k`, with these legs to and from it; 0: none,
    FAR: it cannot be carried.
    """
    q, load = w.stop, w.seat[s, c.LOAD]
    if load == 0:
        return 0
    capacity = w.workday[p, c.CAPACITY]
    if load > capacity:
        return c.FAR
    node = q[p, k, c.NODE]
    fresh = node < 0 or w.seat[node, c.REFILLS] > 0
    before, after = q[p, k - 1, c.LOADED], 0 if fresh else q[p, k, c.TO_UNLOAD]
    if before + load + after <= q[p, k - 1, c.HOLDS]:
        return 0
    if w.seat[s, c.REFILLS] and load + after <= capacity:
        return 0
    mode, best = w.workday[p, c.MODE], c.FAR
    here, there = q[p, k - 1, c.OUT], q[p, k, c.IN]
    into, out = w.seat[s, c.PLACE_IN], w.seat[s, c.PLACE_OUT]
    for i in range(w.rate[c.RELOAD_A], w.rate[c.RELOAD_B]):
        r = w.lists[i]
        if load + after <= capacity:
            best = min(best, w.back[mode, r, here] + w.travel[mode, r, into] - one)
        if before + load <= q[p, k - 1, c.HOLDS]:
            best = min(best, w.back[mode, r, out] + w.travel[mode, r, there] - two)
    return best + w.rate[c.RELOAD_TOOK] if best < c.FAR else c.FAR


@kernel
def into_empty(w: Tables, p: int, s: int, low: int, high: int, limit: int, fixed: int) -> int:
    """Change of cost when the seat becomes the day's only one."""
    if fixed >= limit or not may_open(w, p):
        return c.BIG
    delta = exact(w, p, s, 1, low, high)
    w.found[c.F_POSITION] = 1
    return delta + fixed + opening_strain(w, p) if delta < c.BIG else c.BIG


@kernel
def works_with(w: Tables, p: int, k: int, one: int, two: int, stay: int, low: int, high: int) -> int:
    """Seconds worked when something of length `stay`, started in `[low, high]`, goes before element `k`, with these
    legs to and from it. FAR: not possible; UNSURE: only an exact look can tell.
    """
    q, day = w.stop, w.workday
    meal, arc = day[p, c.MEAL_TOOK], w.duty[p, c.MEAL_ARC]
    if k == arc:
        return meal_beside(w, p, k, one, two, stay, low, high) - meal
    head, since, until = q[p, k - 1, c.HEAD] + one, q[p, k - 1, c.HEAD_FROM], q[p, k - 1, c.HEAD_UNTIL]
    if since + head > high:
        return c.FAR
    wait = max(0, low - head - until)
    since, until = max(low - head, since) - wait, min(high - head, until)
    head += wait + stay + two
    if since + head > q[p, k, c.TAIL_UNTIL]:
        return c.FAR
    wait = max(0, q[p, k, c.TAIL_FROM] - head - until)
    length = head + wait + q[p, k, c.TAIL]
    if arc:
        return length - meal
    if meal:
        leave = min(until, q[p, k, c.TAIL_UNTIL] - head)
        come = max(since, q[p, k, c.TAIL_FROM] - head) - wait + length
        if leave < day[p, c.MEAL_FROM] and come > day[p, c.MEAL_TO]:
            length = meal_beside(w, p, k, one, two, stay, low, high)
            return length - meal if length < c.FAR else UNSURE
    return length


@kernel
def price(w: Tables, p: int, works: int, more: int, busy: int) -> int:
    """Change of cost when the duty works so long, with `more` seconds of travel and `busy` of service and reload; BIG
    when the person's hours do not allow it. Served time is left out.
    """
    day, r, week = w.workday, w.rate, w.workday[p, c.WEEK]
    if not day_length_holds(works, day[p, c.MAX_DAY]) or not hours_allow(w, p, works):
        return c.BIG
    worked, norm, had = w.duty[p, c.WORKED], w.week[week, c.NORM_WEEK], w.weekly[week, c.WEEK_WORKED]
    over = overtime_seconds(works, day[p, c.NORM_DAY]) - overtime_seconds(worked, day[p, c.NORM_DAY])
    over += overtime_seconds(had + works - worked, norm) - overtime_seconds(had, norm)
    cost = r[c.TRAVEL_RATE] * more + r[c.WAITING_RATE] * (works - worked - more - busy) + r[c.OVERTIME] * over
    return cost + month_delta(w, p, works)


@kernel
def scan(w: Tables, p: int, s: int, low: int, high: int, limit: int, fixed: int) -> int:
    """Least change of cost below `limit` for the seat in this duty, started in `[low, high]`; `found[F_POSITION]`: the
    element that it goes before. `fixed`: cost that comes on top in any case. BIG: none.
    """
    if w.duty[p, c.SIZE] == 0:
        return into_empty(w, p, s, low, high, limit, fixed)
    day, r, week, stay = w.workday[p, c.DAY], w.rate, w.workday[p, c.WEEK], w.seat[s, c.TOOK]
    had, held = w.weekly[week, c.WEEK_WORKED], w.weekly[week, c.WEEK_SERVED]
    serving = week_cost(w, week, had, held + stay) - week_cost(w, week, had, held)
    if fixed + serving - r[c.WAITING_RATE] * w.duty[p, c.WAITING] >= limit:
        return c.BIG
    top, best = min(high, w.fit[s, w.workday[p, c.PERSON]]), c.BIG
    for i in range(w.slot_at[s * r[c.DAYS] + day], w.slot_at[s * r[c.DAYS] + day + 1]):
        a, b = max(low, w.slots[i, c.EARLIEST]), min(top, w.slots[i, c.LATEST])
        if a <= b:
            delta = scan_slot(w, p, s, a, b, limit, fixed, serving)
            if delta < limit:
                limit = best = delta
    return best


@kernel
def scan_slot(w: Tables, p: int, s: int, a: int, b: int, limit: int, fixed: int, serving: int) -> int:
    """As `scan`, for one slot; `serving`: what the served time costs the person's week."""
    q, r, mode, stay = w.stop, w.rate, w.workday[p, c.MODE], w.seat[s, c.TOOK]
    into, out, carries = w.seat[s, c.PLACE_IN], w.seat[s, c.PLACE_OUT], w.seat[s, c.LOAD] > 0
    slack = fixed + serving - r[c.WAITING_RATE] * w.duty[p, c.WAITING]
    best = c.BIG
    for k in range(1, w.duty[p, c.SIZE] + 2):
        if q[p, k - 1, c.READY] > b:
            break
        if q[p, k, c.TAIL_UNTIL] < a + stay:
            continue
        one, two = w.back[mode, into, q[p, k - 1, c.OUT]], w.travel[mode, out, q[p, k, c.IN]]
        more, busy = one + two - q[p, k, c.LEG], stay
        if r[c.TRAVEL_RATE] * more + slack >= limit:
            continue
        if carries:
            extra = load_ways(w, p, s, k, one, two)
            if extra:
                busy, one, more = stay + r[c.RELOAD_TOOK], one + extra, more + extra - r[c.RELOAD_TOOK]
                if extra >= c.FAR or r[c.TRAVEL_RATE] * more + slack >= limit:
                    continue
        works = UNSURE if w.workday[p, c.LOOK] else works_with(w, p, k, one, two, stay, a, b)
        if works == UNSURE:
            delta = exact(w, p, s, k, a, b)
        elif works < c.FAR // 2:
            delta = price(w, p, works, more, busy) + serving
        else:
            continue
        if delta + fixed < limit:
            limit = best = delta + fixed
            w.found[c.F_POSITION] = k
    return best
