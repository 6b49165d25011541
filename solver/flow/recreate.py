"""Putting units back, each where it seems cheapest; crews wherever all their seats together are."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.duty import score
from solver.flow.journal import go_back, put, remember
from solver.flow.links import attach, detour, here, is_lunch, key_of, mode_of, partner_in
from solver.flow.propagation import fresh_key, propagate, soft_end, start_at
from solver.flow.tables import Tables
from solver.packed import kernel, roll

TOP = 3
MOMENTS = 3
EARLIER = 3600
COST, AFTER, START = range(3)
TOO_MUCH = 1 << 60


@kernel
def estimate(w: Tables, u: int, a: int, r: int, since: int, limit: int) -> int:
    """About what it costs to put the node after `a`, not starting before `since`; `TOO_MUCH` from `limit` on.

    Crews that are pushed by it are taken to push their other members as much. `found[3, 0, START]`: its start.
    """
    st, t, rate = w.state, w.tally, w.rate
    legs = detour(w, u, a, r)
    cost = rate[c.W_TRAVEL] * legs + w.extra[u, r]
    if cost >= limit:
        return TOO_MUCH
    mode, clock = mode_of(w, r), int(st[a, c.START]) + st[a, c.STAY]
    if is_lunch(w, u):
        place = here(w, a)
    else:
        clock += w.travel[mode, here(w, a), st[u, c.IN]]
        place = int(st[u, c.OUT])
    start = start_at(w, u, max(clock, since))
    if start < 0:
        return TOO_MUCH
    w.found[3, 0, START] = start
    late = max(0, start - soft_end(w, u, start))
    cost += rate[c.W_LATENESS] * late + rate[c.W_HIGHEST] * max(0, late - t[c.LATE_MAX])
    pushed, moment, b = 0, start + st[u, c.STAY], st[a, c.NEXT]
    while cost < limit:
        t[c.WORK] += 1
        lunch = is_lunch(w, b)
        ready = moment if lunch else moment + w.travel[mode, place, st[b, c.IN]]
        if b >= t[c.NODES]:
            if ready > st[b, c.UNTIL]:
                return TOO_MUCH
            if st[a, c.START] >= 0:
                pushed = int(ready - max(st[b, c.START], 0))
            break
        then = start_at(w, b, ready)
        if then < 0:
            return TOO_MUCH
        if then <= st[b, c.START] and not lunch:
            break
        more = max(0, then - soft_end(w, b, then)) - st[b, c.LATE]
        size = st[st[b, c.CREW], c.C_SIZE] if st[b, c.CREW] >= 0 else 1
        cost += rate[c.W_LATENESS] * size * more
        moment = then + st[b, c.STAY]
        if not lunch:
            place = int(st[b, c.OUT])
        b = st[b, c.NEXT]
    if rate[c.FULL]:
        cost += _hours(w, u, a, r, start - clock, pushed, legs)
    return int(cost) if cost < limit else TOO_MUCH


@kernel
def _hours(w: Tables, u: int, a: int, r: int, wait: int, pushed: int, legs: int) -> int:
    """About what the duty costs more in waiting, overtime and lateness of its end."""
    st, t, rate, p = w.state, w.tally, w.rate, w.person
    busy = legs + st[u, c.STAY]
    if a >= t[c.BEGIN0]:
        waiting = min(wait, 0)
    else:
        waiting = max(pushed, 0) - busy
        waiting = max(waiting, -wait - busy)
    arrival = st[t[c.END0] + r, c.START]
    more = max(0, arrival + pushed - p[r, c.DUE]) - max(0, arrival - p[r, c.DUE])
    return int(rate[c.W_WAITING] * waiting + rate[c.W_LATE_ARRIVAL] * more)


@kernel
def insert_single(w: Tables, u: int, blink: int) -> bool:
    """Put a node that is coupled with nobody where it seems cheapest; `False` when there is no room."""
    st, end = w.state, w.tally[c.NODES]
    best, where, since = TOO_MUCH, c.NEVER, st[u, c.EARLY] - EARLIER
    for k in range(w.seat[u, c.ABLE_A], w.seat[u, c.ABLE_B]):
        r = w.lists[k]
        a = w.tally[c.BEGIN0] + r
        while True:
            b = st[a, c.NEXT]
            if (b >= end or st[b, c.START] > since) and (blink == 0 or roll(w, blink)):
                cost = estimate(w, u, a, r, 0, best)
                if cost < best:
                    best, where = cost, a
            if b >= end or st[b, c.START] > st[u, c.UNTIL]:
                break
            a = b
    if where < 0:
        return False
    attach(w, u, where)
    return propagate(w)


@kernel
def _offer(w: Tables, seat: int, cost: int, after: int) -> None:
    """Keep a place for a seat of a crew among the cheapest."""
    f = w.found
    k = TOP
    while k > 0 and cost < f[seat, k - 1, COST]:
        if k < TOP:
            f[seat, k, COST], f[seat, k, AFTER] = f[seat, k - 1, COST], f[seat, k - 1, AFTER]
        k -= 1
    if k < TOP:
        f[seat, k, COST], f[seat, k, AFTER] = cost, after


@kernel
def _places(w: Tables, u: int, seat: int, key: int, since: int, blink: int) -> bool:
    """The cheapest places for one seat of a crew with this key, one a route; whether there is any."""
    st, t, f = w.state, w.tally, w.found
    for k in range(TOP):
        f[seat, k, COST], f[seat, k, AFTER] = TOO_MUCH, c.NEVER
    for k in range(w.seat[u, c.ABLE_A], w.seat[u, c.ABLE_B]):
        r = w.lists[k]
        if blink and roll(w, blink) == 0:
            continue
        a = low = t[c.BEGIN0] + r
        b = st[a, c.NEXT]
        while b < t[c.NODES]:
            if st[b, c.CREW] >= 0:
                if key_of(w, b) >= key:
                    break
                low = b
            b = st[b, c.NEXT]
        a, best, where = low, f[seat, TOP - 1, COST], c.NEVER
        while True:
            b = st[a, c.NEXT]
            free = b >= t[c.NODES] or st[b, c.START] > since - EARLIER
            cost = estimate(w, u, a, r, since, best) if free else TOO_MUCH
            if cost < best:
                best, where = cost, a
            if b >= t[c.NODES] or st[b, c.CREW] >= 0:
                break
            a = b
        if where >= 0:
            _offer(w, seat, best, where)
    return bool(f[seat, 0, AFTER] >= 0)


@kernel
def _together(w: Tables, first: int, size: int, choice: int, limit: int) -> int:
    """About what a choice of places costs for the whole crew; `TOO_MUCH` when a person is in it twice."""
    st, f = w.state, w.found
    zero, cost = 0, 0
    for turn in range(2):
        cost, rest = 0, choice
        for i in range(size):
            k, rest = rest % TOP, rest // TOP
            a, u = f[i, k, AFTER], first + i
            if a < 0 or (turn == 0 and _twice(w, i, k, choice)):
                return TOO_MUCH
            since = zero + w.seat[u, c.LOW] if turn else 0
            cost += estimate(w, u, a, st[a, c.ROUTE], since, limit - cost)
            if cost >= limit:
                return TOO_MUCH
            if turn == 0:
                start = f[3, 0, START]
                zero = max(zero, start if i == 0 else start - w.seat[u, c.HIGH])
    return int(cost)


@kernel
def _twice(w: Tables, i: int, k: int, choice: int) -> bool:
    """Whether an earlier seat of the crew has the same route in this choice."""
    st, f = w.state, w.found
    r, rest = st[f[i, k, AFTER], c.ROUTE], choice
    for j in range(i):
        if st[f[j, rest % TOP, AFTER], c.ROUTE] == r:
            return True
        rest //= TOP
    return False


@kernel
def insert_crew(w: Tables, crew: int, blink: int) -> bool:
    """Put a whole crew in: for a few moments the cheapest places, and the best of these by what they truly cost."""
    st = w.state
    first, size = st[crew, c.C_FIRST], st[crew, c.C_SIZE]
    best, best_key = TOO_MUCH, 0
    chosen = w.order
    for attempt in range(MOMENTS):
        moment = moment_of(w, first, attempt)
        key = fresh_key(w, moment + int(w.seat[first + size - 1, c.LOW]) // 2)
        possible, choices = True, 1
        for i in range(size):
            since = 0 if i == 0 else st[first, c.EARLY] + w.seat[first + i, c.LOW]
            possible = possible and _places(w, first + i, i, key, since, blink)
            choices *= TOP
        if not possible:
            continue
        least, choice = TOO_MUCH, c.NEVER
        for k in range(choices):
            cost = _together(w, first, size, k, least)
            if cost < least:
                least, choice = cost, k
        if choice < 0 or least >= best:
            continue
        best, best_key = least, key
        for i in range(size):
            chosen[i, 1] = w.found[i, choice % TOP, AFTER]
            choice //= TOP
    if best == TOO_MUCH:
        return False
    put(w, crew, c.KEY, best_key)
    for i in range(size):
        if partner_in(w, first + i, st[chosen[i, 1], c.ROUTE]):
            return False
        attach(w, first + i, chosen[i, 1])
    return propagate(w)


@kernel
def moment_of(w: Tables, u: int, attempt: int) -> int:
    """Moments to try for a crew: at the opening of a window, then at random in one."""
    st = w.state
    k, since, until = st[u, c.WINDOWS], int(st[u, c.EARLY]), int(st[u, c.LATEST])
    if k >= 0:
        k += roll(w, st[u, c.WINDOWS_END] - k)
        since, until = int(w.windows[k, 0]), int(w.windows[k, 1])
    if attempt == 0:
        return since
    return since + roll(w, max(1, min(until, c.DAY_END) - since))


@kernel
def count_in(w: Tables, unit: int) -> None:
    """The unit counts as served."""
    t = w.tally
    put(w, t[c.UNIT0] + unit, c.SERVED, 1)
    t[c.MISSED_SUM] -= w.unit[unit, c.MISSED]
    t[c.LEFT_SUM] -= w.unit[unit, c.LEFT]
    t[c.COST] -= w.unit[unit, c.PRICE]
    t[c.OPEN] -= 1


@kernel
def serve(w: Tables, unit: int, blink: int) -> bool:
    """Put a whole unit in, or nothing of it."""
    st = w.state
    remember(w, 1)
    i, last = w.unit[unit, c.FIRST], w.unit[unit, c.FIRST] + w.unit[unit, c.COUNT]
    while i < last:
        crew = st[i, c.CREW]
        held = insert_crew(w, crew, blink) if crew >= 0 else insert_single(w, i, blink)
        if not held:
            go_back(w, 1)
            return False
        i += st[crew, c.C_SIZE] if crew >= 0 else 1
    count_in(w, unit)
    return True


@kernel
def serve_if_cheaper(w: Tables, unit: int, blink: int) -> bool:
    """Put a unit in, unless leaving it out costs less."""
    if w.unit[unit, c.PRICE] == 0:
        return serve(w, unit, blink)
    remember(w, 2)
    before = score(w)
    if serve(w, unit, blink) and score(w) >= before:
        go_back(w, 2)
        return False
    return bool(w.state[w.tally[c.UNIT0] + unit, c.SERVED])
