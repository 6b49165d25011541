"""When things start: only what a change moves is timed anew, through crews in the order of their keys.

Keys rise along every route, so each crew is met after all that it waits for, and once only.
"""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.duty import close_duty
from solver.flow.journal import put
from solver.flow.links import here, is_lunch, key_of
from solver.flow.tables import Tables
from solver.packed import kernel


@kernel
def start_at(w: Tables, i: int, moment: int) -> int:
    """First start at this moment or later, −1 when there is none."""
    st = w.state
    if st[i, c.WINDOWS] < 0:
        moment = max(moment, st[i, c.EARLY])
        return moment if moment <= st[i, c.UNTIL] else c.NEVER
    for k in range(st[i, c.WINDOWS], st[i, c.WINDOWS_END]):
        if moment <= w.windows[k, 2]:
            return max(moment, w.windows[k, 0])
    return c.NEVER


@kernel
def soft_end(w: Tables, i: int, start: int) -> int:
    """Start from which on this one is late."""
    st = w.state
    if st[i, c.WINDOWS] < 0:
        return int(st[i, c.LATEST])
    for k in range(st[i, c.WINDOWS], st[i, c.WINDOWS_END]):
        if w.windows[k, 0] <= start <= w.windows[k, 2]:
            return int(w.windows[k, 1])
    return c.FAR


@kernel
def set_start(w: Tables, i: int, start: int) -> None:
    """Let a node start then; counts what that changes in lateness."""
    st, t = w.state, w.tally
    put(w, i, c.START, start)
    late, old = max(0, start - soft_end(w, i, start)), st[i, c.LATE]
    if late != old:
        t[c.COST] += w.rate[c.W_LATENESS] * (late - old)
        if late >= t[c.LATE_MAX]:
            t[c.LATE_MAX], t[c.LATE_LOST] = late, 0
        elif old >= t[c.LATE_MAX]:
            t[c.LATE_LOST] = 1
        put(w, i, c.LATE, late)


@kernel
def enqueue(w: Tables, crew: int) -> None:
    """Let a crew be timed anew when its turn comes; the queue's end is the least key."""
    st, t, q = w.state, w.tally, w.queue
    if st[crew, c.QUEUED] == t[c.STAMP]:
        return
    st[crew, c.QUEUED] = t[c.STAMP]
    n, key = t[c.QUEUE], st[crew, c.KEY]
    while n > 0 and st[q[n - 1], c.KEY] < key:
        q[n] = q[n - 1]
        n -= 1
    q[n] = crew
    t[c.QUEUE] += 1


@kernel
def touch(w: Tables, r: int) -> None:
    """Let the cost of this duty be counted anew."""
    t = w.tally
    row = t[c.BEGIN0] + r
    if w.rate[c.FULL] and w.state[row, c.D_STAMP] != t[c.STAMP]:
        w.state[row, c.D_STAMP] = t[c.STAMP]
        w.touched[t[c.TOUCHED]] = r
        t[c.TOUCHED] += 1


@kernel
def reach(w: Tables, i: int, ready: int) -> None:
    """Somebody can be at a crew's node then; the crew is timed anew when that is another moment than before."""
    st = w.state
    if ready != st[i, c.READY]:
        put(w, i, c.READY, ready)
    elif st[i, c.START] >= 0:
        return
    enqueue(w, st[i, c.CREW])


@kernel
def walk(w: Tables, a: int) -> bool:
    """Time what comes after `a`, up to what does not change or waits for others; `False` when a rule breaks."""
    st, t = w.state, w.tally
    r = st[a, c.ROUTE]
    if r < 0:
        return True
    touch(w, r)
    if st[a, c.START] < 0:
        return True
    mode, place, clock, end = st[t[c.BEGIN0] + r, c.D_MODE], here(w, a), st[a, c.START] + st[a, c.STAY], t[c.NODES]
    while True:
        t[c.WORK] += 1
        a = st[a, c.NEXT]
        if is_lunch(w, a):
            ready = int(clock)
        else:
            ready = int(clock + w.travel[mode, place, st[a, c.IN]])
            place = int(st[a, c.OUT])
        if a >= end:
            if ready != st[a, c.START]:
                put(w, a, c.START, ready)
            return bool(ready <= st[a, c.UNTIL])
        if st[a, c.CREW] >= 0:
            reach(w, a, ready)
            return True
        start = start_at(w, a, ready)
        if start < 0:
            return False
        if start != st[a, c.START]:
            set_start(w, a, start)
        elif not is_lunch(w, a):
            # Behind a lunch the way may be another one even then.
            return True
        clock = start + st[a, c.STAY]


@kernel
def meet(w: Tables, crew: int) -> bool:
    """Time a crew: the earliest starts that keep all windows and gaps; goes on behind whoever starts otherwise now."""
    st = w.state
    first, size = st[crew, c.C_FIRST], st[crew, c.C_SIZE]
    zero, moved = int(st[first, c.READY]), True
    while moved:
        moved = False
        zero = start_at(w, first, zero)
        if zero < 0:
            return False
        for i in range(first + 1, first + size):
            other = start_at(w, i, max(st[i, c.READY], zero + w.seat[i, c.LOW]))
            if other < 0:
                return False
            if other - w.seat[i, c.HIGH] > zero:
                zero, moved = int(other - w.seat[i, c.HIGH]), True
    for i in range(first, first + size):
        start = zero if i == first else start_at(w, i, max(st[i, c.READY], zero + w.seat[i, c.LOW]))
        if start != st[i, c.START]:
            set_start(w, i, start)
            if not walk(w, i):
                return False
    return True


@kernel
def propagate(w: Tables) -> bool:
    """Time everything that the changes move; `False` when a rule breaks (the caller then goes back)."""
    t = w.tally
    t[c.STAMP] = (t[c.STAMP] + 1) & c.FAR - 1
    t[c.QUEUE] = t[c.TOUCHED] = 0
    holds = True
    for k in range(t[c.CHANGES]):
        holds = holds and walk(w, w.changes[k])
    t[c.CHANGES] = 0
    while holds and t[c.QUEUE] > 0:
        t[c.QUEUE] -= 1
        holds = meet(w, w.queue[t[c.QUEUE]])
    if holds and w.rate[c.FULL]:
        for k in range(t[c.TOUCHED]):
            holds = holds and close_duty(w, w.touched[k])
    return holds


@kernel
def rekey(w: Tables) -> None:
    """Set the keys to the crews' starts as far as their order allows. Not written down: nothing may go back past it."""
    st, t = w.state, w.tally
    count = 0
    for crew in range(t[c.CREW0], t[c.UNIT0]):
        if st[st[crew, c.C_FIRST], c.ROUTE] >= 0:
            k = count
            while k > 0 and st[w.queue[k - 1], c.KEY] > st[crew, c.KEY]:
                w.queue[k] = w.queue[k - 1]
                k -= 1
            w.queue[k] = crew
            count += 1
    for k in range(count):
        crew = w.queue[k]
        first, size = st[crew, c.C_FIRST], st[crew, c.C_SIZE]
        total = 0
        for i in range(first, first + size):
            total += st[i, c.START]
        key = fresh_key(w, total // size)
        for i in range(first, first + size):
            a = st[i, c.BEFORE]
            while a < t[c.NODES] and st[a, c.CREW] < 0:
                a = st[a, c.BEFORE]
            if a < t[c.NODES]:
                key = max(key, key_of(w, a) + 1)
        st[crew, c.KEY] = key


@kernel
def fresh_key(w: Tables, moment: int) -> int:
    """A key for a crew that starts at this moment; a few low digits keep keys apart."""
    t = w.tally
    t[c.SPREAD] = (t[c.SPREAD] * 5 + 1) & 16383
    return max(0, moment) * 16384 + int(t[c.SPREAD])
