"""Small moves: each changes the links of a few nodes; timing and judging come after."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.journal import put
from solver.flow.links import (
    attach,
    change_after,
    detach,
    here,
    in_order,
    is_lunch,
    key_of,
    leg_after,
    mode_of,
    partner_in,
    spot,
    unset,
)
from solver.flow.propagation import fresh_key
from solver.flow.tables import Tables
from solver.packed import kernel, roll

DROP = 4
RELOCATE, BESIDE, SWAP, RESEAT = 30, 55, 75, 90
"""Out of 100: relocations below the first, then places beside a neighbour, swaps, other persons; the rest are tails."""


@kernel
def someone_able(w: Tables, u: int) -> int:
    """A random person who may take this seat."""
    first = w.seat[u, c.ABLE_A]
    return int(w.lists[first + roll(w, w.seat[u, c.ABLE_B] - first)])


@kernel
def neighbour(w: Tables, u: int) -> int:
    """A random node near this one in place and time; −1 when it has none."""
    first, count = w.seat[u, c.NEAR_A], w.seat[u, c.NEAR_B] - w.seat[u, c.NEAR_A]
    if count <= 0:
        return c.NEVER
    return int(w.lists[first + min(roll(w, count), roll(w, count))])


@kernel
def moment_for(w: Tables, u: int) -> int:
    """A moment at which a node might start: in its windows, or about when it does now."""
    st = w.state
    if roll(w, 3) == 0 and st[u, c.START] >= 0:
        return int(st[u, c.START])
    k, since, until = st[u, c.WINDOWS], int(st[u, c.EARLY]), int(st[u, c.LATEST])
    if k >= 0:
        k += roll(w, st[u, c.WINDOWS_END] - k)
        since, until = int(w.windows[k, 0]), int(w.windows[k, 1])
    return since + roll(w, max(1, min(until, c.DAY_END) - since))


@kernel
def put_near(w: Tables, u: int, r: int, moment: int) -> bool:
    """Put a node that is out into route `r` near a moment."""
    st = w.state
    a = spot(w, r, moment, key_of(w, u))
    shift = roll(w, 8)
    if shift == 0 and a < w.tally[c.NODES]:
        a = st[a, c.BEFORE]
    elif shift == 1 and st[a, c.NEXT] < w.tally[c.NODES]:
        a = st[a, c.NEXT]
    if shift < 2 and not in_order(w, u, a):
        return False
    attach(w, u, a)
    return True


@kernel
def relocate(w: Tables, u: int) -> bool:
    """Another person, another time, for a single seat or a whole crew."""
    st = w.state
    if st[u, c.CREW] >= 0:
        return relocate_crew(w, st[u, c.CREW])
    r, before, was = someone_able(w, u), st[u, c.BEFORE], st[u, c.ROUTE]
    moment = moment_for(w, u)
    detach(w, u)
    return put_near(w, u, r, moment) and (was != r or st[u, c.BEFORE] != before)


@kernel
def relocate_crew(w: Tables, crew: int) -> bool:
    """Another time for a crew, and perhaps other persons."""
    st = w.state
    first, size = st[crew, c.C_FIRST], st[crew, c.C_SIZE]
    moment = moment_for(w, first)
    share = roll(w, 3)
    for i in range(first, first + size):
        detach(w, i)
    put(w, crew, c.KEY, fresh_key(w, moment + int(w.seat[first + size - 1, c.LOW]) // 2))
    for i in range(first, first + size):
        r = someone_able(w, i)
        if share and roll(w, 2):
            r = _was_in(w, i)
        if partner_in(w, i, r) or not put_near(w, i, r, moment + int(w.seat[i, c.LOW])):
            return False
    return True


@kernel
def _was_in(w: Tables, u: int) -> int:
    """The route that a node was in when this trial began."""
    for n in range(w.saved[0, 0], w.tally[c.LOGGED]):
        if w.log[n, 0] == u and w.log[n, 1] == c.ROUTE:
            return int(w.log[n, 2])
    return int(w.state[u, c.ROUTE])


@kernel
def beside(w: Tables, u: int) -> bool:
    """To just before or after a near node."""
    st, v = w.state, neighbour(w, u)
    if v < 0 or st[v, c.ROUTE] < 0:
        return False
    r = st[v, c.ROUTE]
    a = v if roll(w, 2) else st[v, c.BEFORE]
    if w.extra[u, r] < 0 or a == u or st[a, c.NEXT] == u or partner_in(w, u, r):
        return False
    detach(w, u)
    if not in_order(w, u, a):
        return False
    attach(w, u, a)
    return True


@kernel
def swap(w: Tables, u: int) -> bool:
    """Two near nodes change places."""
    st, v = w.state, neighbour(w, u)
    if v < 0 or st[v, c.ROUTE] < 0 or st[u, c.NEXT] == v or st[v, c.NEXT] == u:
        return False
    r, s, a, b = st[u, c.ROUTE], st[v, c.ROUTE], st[u, c.BEFORE], st[v, c.BEFORE]
    if w.extra[u, s] < 0 or w.extra[v, r] < 0:
        return False
    detach(w, u)
    detach(w, v)
    if partner_in(w, u, s) or partner_in(w, v, r) or not in_order(w, v, a):
        return False
    attach(w, v, a)
    if not in_order(w, u, b):
        return False
    attach(w, u, b)
    return True


@kernel
def reseat(w: Tables, u: int) -> bool:
    """Another person for one seat, at about the same time."""
    st, r = w.state, someone_able(w, u)
    if r == st[u, c.ROUTE] or partner_in(w, u, r):
        return False
    moment = st[u, c.START]
    detach(w, u)
    return put_near(w, u, r, moment)


@kernel
def _tail_fits(w: Tables, a: int, b: int, r: int) -> bool:
    """Whether what begins with `b` may follow `a` in route `r`, by persons and keys."""
    st, end = w.state, w.tally[c.NODES]
    key = c.NEVER
    while a < end and key < 0:
        key = key_of(w, a)
        a = st[a, c.BEFORE]
    while b < end:
        if is_lunch(w, b) or w.extra[b, r] < 0:
            return False
        if st[b, c.CREW] >= 0 and key >= 0:
            if key_of(w, b) <= key:
                return False
            key = c.NEVER
        b = st[b, c.NEXT]
    return True


@kernel
def _hand_over(w: Tables, b: int, r: int, s: int) -> None:
    """The nodes from `b` on belong to route `s` instead of `r`, though their links are as before."""
    st, t = w.state, w.tally
    m, n, end = mode_of(w, r), mode_of(w, s), t[c.NODES]
    while b < end:
        t[c.COST] += w.extra[b, s] - w.extra[b, r]
        put(w, b, c.ROUTE, s)
        follower = st[b, c.NEXT]
        if m != n:
            unset(w, b)
        if m != n and follower < end:
            p, q = st[b, c.OUT], st[follower, c.IN]
            t[c.COST] += w.rate[c.W_TRAVEL] * (int(w.travel[n, p, q]) - w.travel[m, p, q])
        b = follower


@kernel
def _end_leg(w: Tables, r: int) -> int:
    """Travel seconds of the last leg."""
    end = w.tally[c.END0] + r
    return int(w.travel[mode_of(w, r), here(w, w.state[end, c.BEFORE]), w.state[end, c.IN]])


@kernel
def _clash(w: Tables, b: int) -> bool:
    """Whether two nodes of a crew are in the same route, from `b` on."""
    st, end = w.state, w.tally[c.NODES]
    while b < end:
        if partner_in(w, b, st[b, c.ROUTE]):
            return True
        b = st[b, c.NEXT]
    return False


@kernel
def tails(w: Tables, u: int) -> bool:
    """What comes after `u` changes places with a near node and all that comes after it."""
    st, t, v = w.state, w.tally, neighbour(w, u)
    if v < 0 or st[v, c.ROUTE] < 0 or st[v, c.ROUTE] == st[u, c.ROUTE]:
        return False
    a, b, r, s = u, st[v, c.BEFORE], st[u, c.ROUTE], st[v, c.ROUTE]
    x, y = st[a, c.NEXT], v
    end_r, end_s = t[c.END0] + r, t[c.END0] + s
    if not _tail_fits(w, a, y, r) or not _tail_fits(w, b, x, s):
        return False
    rate = w.rate[c.W_TRAVEL]
    legs = leg_after(w, a, r) + leg_after(w, b, s)
    # The last legs only when they are not the legs that are cut.
    legs += _end_leg(w, r) if x < t[c.NODES] else 0
    legs += _end_leg(w, s)
    t[c.COST] -= rate * legs
    last_r, last_s = st[end_r, c.BEFORE], st[end_s, c.BEFORE]
    _hand_over(w, x, r, s)
    _hand_over(w, y, s, r)
    put(w, a, c.NEXT, y)
    put(w, y, c.BEFORE, a)
    put(w, last_s, c.NEXT, end_r)
    put(w, end_r, c.BEFORE, last_s)
    if x < t[c.NODES]:
        put(w, b, c.NEXT, x)
        put(w, x, c.BEFORE, b)
        put(w, last_r, c.NEXT, end_s)
        put(w, end_s, c.BEFORE, last_r)
    else:
        put(w, b, c.NEXT, end_s)
        put(w, end_s, c.BEFORE, b)
    legs = leg_after(w, a, r) + leg_after(w, b, s) + _end_leg(w, r)
    legs += _end_leg(w, s) if x < t[c.NODES] else 0
    t[c.COST] += rate * legs
    if _clash(w, y) or _clash(w, x):
        return False
    change_after(w, a)
    change_after(w, b)
    change_after(w, last_s)
    if x < t[c.NODES]:
        change_after(w, last_r)
    return True


@kernel
def move_lunch(w: Tables, u: int) -> bool:
    """A lunch at another moment; now and then none, where it is no rule."""
    st, r = w.state, someone_able(w, u)
    if st[u, c.ROUTE] >= 0:
        moment = moment_for(w, u)
        detach(w, u)
        if not w.person[r, c.MEAL_RULE] & c.MEAL_REQUIRED and roll(w, DROP) == 0:
            return True
        return put_near(w, u, r, moment)
    return put_near(w, u, r, moment_for(w, u))


@kernel
def move(w: Tables) -> bool:
    """One random small move; `False` when it cannot be or changes nothing (the caller then goes back)."""
    st, u, kind = w.state, roll(w, w.tally[c.NODES]), roll(w, 100)
    if is_lunch(w, u):
        return move_lunch(w, u)
    if st[u, c.ROUTE] < 0:
        return False
    if kind < RELOCATE:
        return relocate(w, u)
    if kind < BESIDE:
        return beside(w, u)
    if kind < SWAP:
        return swap(w, u)
    if kind < RESEAT:
        return reseat(w, u)
    return tails(w, u)
