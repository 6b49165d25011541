"""Small moves between two duties: strings exchanged, tails exchanged, whole duties handed over."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.dice import roll
from solver.engine.duties import commit, time_draft, touch
from solver.engine.insertion import series_allows
from solver.engine.ruin import seats_in_draft
from solver.engine.tables import Tables, kernel
from solver.engine.units import group_costs, log_unit, sum_of_others

NEAREST = 25
LONGEST = 3


@kernel
def may_move(w: Tables, p: int, first: int, end: int, q: int) -> bool:
    """Whether each seat of these elements may go to the other workday, as far as it and its person go."""
    person, day = w.workday[q, c.PERSON], w.workday[q, c.DAY]
    same = day == w.workday[p, c.DAY]
    for k in range(first, end):
        s = w.stop[p, k, c.NODE]
        if s < 0:
            continue
        u, at = w.seat[s, c.UNIT], s * w.rate[c.DAYS] + day
        if w.fit[s, person] < 0 or w.slot_at[at] == w.slot_at[at + 1]:
            return False
        if w.unit[u, c.COUPLED]:
            if not same:
                return False
            for r in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
                if w.held[r, c.BY] == q:
                    return False
        if not same and not series_allows(w, u, day):
            return False
    return True


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
def exchange(w: Tables, p: int, a: int, b: int, q: int, i: int, j: int) -> bool:
    """Exchange elements `a` to before `b` of p with `i` to before `j` of q; `False` when they cannot, half done."""
    if p == q or (a == b and i == j):
        return False
    if not may_move(w, p, a, b, q) or not may_move(w, q, i, j, p):
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
def move(w: Tables) -> bool:
    """Try one random move; `False` when it cannot be (what is half done is undone by the caller)."""
    way = roll(w, 100)
    if way < 25:
        return move_duty(w)
    s = roll(w, w.seat.shape[0])
    p = w.held[s, c.BY]
    near = min(NEAREST, w.seat[s, c.NEAR_B] - w.seat[s, c.NEAR_A])
    if p < 0 or near == 0:
        return False
    v = w.lists[w.seat[s, c.NEAR_A] + roll(w, near)]
    q = w.held[v, c.BY]
    if q < 0 or q == p:
        return False
    k, m = w.held[s, c.POSITION], w.held[v, c.POSITION]
    n, o = w.duty[p, c.SIZE] + 1, w.duty[q, c.SIZE] + 1
    if way < 50 and w.workday[p, c.DAY] == w.workday[q, c.DAY]:
        return exchange(w, p, k + 1, n, q, m, o)
    m += roll(w, 2)
    return exchange(w, p, k, min(n, k + 1 + roll(w, LONGEST)), q, m, min(o, m + roll(w, LONGEST + 1)))


@kernel
def move_duty(w: Tables) -> bool:
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
    return exchange(w, p, 1, w.duty[p, c.SIZE] + 1, q, 1, w.duty[q, c.SIZE] + 1)
