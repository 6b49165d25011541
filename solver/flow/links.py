"""Routes as linked nodes: putting nodes in and taking them out."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.journal import put
from solver.flow.tables import Tables
from solver.packed import kernel


@kernel
def is_lunch(w: Tables, i: int) -> bool:
    """Whether the node is a lunch: it lies where the stop before it ends."""
    return bool(w.tally[c.SEATS] <= i < w.tally[c.NODES])


@kernel
def here(w: Tables, i: int) -> int:
    """Place where one is after this node."""
    if is_lunch(w, i):
        i = w.state[i, c.BEFORE]
    return int(w.state[i, c.OUT])


@kernel
def there(w: Tables, i: int) -> int:
    """Place to which one goes for this node, or for the one after a lunch."""
    if is_lunch(w, i):
        i = w.state[i, c.NEXT]
    return int(w.state[i, c.IN])


@kernel
def mode_of(w: Tables, r: int) -> int:
    """How the person of this route travels."""
    return int(w.state[w.tally[c.BEGIN0] + r, c.D_MODE])


@kernel
def detour(w: Tables, u: int, a: int, r: int) -> int:
    """Seconds of travel more when the node stands after `a` in route `r`."""
    if is_lunch(w, u):
        return 0
    m, p, q = mode_of(w, r), here(w, a), there(w, w.state[a, c.NEXT])
    return int(w.travel[m, p, w.state[u, c.IN]]) + w.travel[m, w.state[u, c.OUT], q] - w.travel[m, p, q]


@kernel
def change_after(w: Tables, a: int) -> None:
    """What comes after this node has to be timed anew."""
    w.changes[w.tally[c.CHANGES]] = a
    w.tally[c.CHANGES] += 1


@kernel
def attach(w: Tables, u: int, a: int) -> None:
    """Put a node that is out after `a`."""
    st, t = w.state, w.tally
    r, b = st[a, c.ROUTE], st[a, c.NEXT]
    t[c.COST] += w.rate[c.W_TRAVEL] * detour(w, u, a, r) + w.extra[u, r]
    put(w, a, c.NEXT, u)
    put(w, b, c.BEFORE, u)
    put(w, u, c.NEXT, b)
    put(w, u, c.BEFORE, a)
    put(w, u, c.ROUTE, r)
    change_after(w, a)


@kernel
def unset(w: Tables, u: int) -> None:
    """Forget when a node starts; its lateness no longer counts."""
    st, t = w.state, w.tally
    late = st[u, c.LATE]
    if late:
        t[c.COST] -= w.rate[c.W_LATENESS] * late
        if late >= t[c.LATE_MAX]:
            t[c.LATE_LOST] = 1
        put(w, u, c.LATE, 0)
    put(w, u, c.START, c.NEVER)


@kernel
def detach(w: Tables, u: int) -> None:
    """Take a node out of its route."""
    st, t = w.state, w.tally
    r, a, b = st[u, c.ROUTE], st[u, c.BEFORE], st[u, c.NEXT]
    put(w, a, c.NEXT, b)
    put(w, b, c.BEFORE, a)
    t[c.COST] -= w.rate[c.W_TRAVEL] * detour(w, u, a, r) + w.extra[u, r]
    put(w, u, c.ROUTE, c.NEVER)
    unset(w, u)
    change_after(w, a)


@kernel
def key_of(w: Tables, u: int) -> int:
    """The order key of the node's crew; −1 when it is coupled with nobody."""
    crew = w.state[u, c.CREW]
    return int(w.state[crew, c.KEY]) if crew >= 0 else c.NEVER


@kernel
def in_order(w: Tables, u: int, a: int) -> bool:
    """Whether keys rise along the route when the coupled node stands after `a`."""
    st, key, end = w.state, key_of(w, u), w.tally[c.NODES]
    if key < 0:
        return True
    b = st[a, c.NEXT]
    while a < end:
        if st[a, c.CREW] >= 0:
            if key_of(w, a) >= key:
                return False
            break
        a = st[a, c.BEFORE]
    while b < end:
        if st[b, c.CREW] >= 0:
            return key_of(w, b) > key
        b = st[b, c.NEXT]
    return True


@kernel
def partner_in(w: Tables, u: int, r: int) -> bool:
    """Whether another node of the crew is in this route."""
    st, crew = w.state, w.state[u, c.CREW]
    if crew < 0:
        return False
    first = st[crew, c.C_FIRST]
    found = 0
    for i in range(first, first + st[crew, c.C_SIZE]):
        found += i != u and st[i, c.ROUTE] == r
    return found > 0


@kernel
def spot(w: Tables, r: int, moment: int, key: int) -> int:
    """The node in route `r` after which one with this key (−1: none) is to stand to start at about this moment."""
    st, end = w.state, w.tally[c.NODES]
    a = w.tally[c.BEGIN0] + r
    b, found, past = st[a, c.NEXT], a, False
    while b < end:
        if key >= 0 and st[b, c.CREW] >= 0:
            if key_of(w, b) >= key:
                break
            found, past = b, False
        elif not past and st[b, c.START] <= moment:
            found = b
        elif key < 0:
            break
        else:
            past = True
        b = st[b, c.NEXT]
    return int(found)
