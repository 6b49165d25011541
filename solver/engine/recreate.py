"""Serving what is unserved again, one unit after the other."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.crews import place_coupled
from solver.engine.insertion import place_alone
from solver.engine.tables import Tables, kernel
from solver.packed import roll

FEWEST = 4
BY_RANK = 2


@kernel
def place(w: Tables, u: int, blink: int) -> bool:
    """Serve the unit where it costs least, if anywhere."""
    if w.unit[u, c.COUPLED]:
        return place_coupled(w, u)
    return place_alone(w, u, blink)


@kernel
def weight_of(w: Tables, u: int, order: int) -> int:
    """What the unit is sorted by, smallest first: level first, then by one of several orders."""
    level = 0 if w.unit[u, c.FORCED] else (1 if w.unit[u, c.MISSED] else 2)
    stay = w.seat[w.unit[u, c.FIRST], c.TOOK]
    if order == 0:
        value = roll(w, 1 << 20)
    elif order == 1:
        value = (1 << 20) - min(stay, 1 << 20)
    elif order == BY_RANK:
        value = w.unit[u, c.RANK]
    else:
        value = roll(w, 1 << 20)
        level = min(level, 1)
    return (level << 40) + ((0 if w.unit[u, c.BEFORE_A] == w.unit[u, c.BEFORE_B] else 1) << 30) + value


@kernel
def recreate(w: Tables, blink: int) -> None:
    """Try the units that were taken out, and some others that are unserved."""
    t = w.tally
    count = 0
    for i in range(t[c.OUT_COUNT]):
        w.queue[count] = w.out[i]
        w.served[w.out[i], c.FLAG] = 1
        count += 1
    unserved = t[c.OPEN_COUNT]
    others = unserved - count
    picks = min(others, max(FEWEST, unserved // 4))
    shift = roll(w, unserved) if unserved else 0
    for i in range(unserved):
        if picks <= 0:
            break
        u = w.open[(i + shift) % unserved]
        if w.served[u, c.FLAG] == 0 and w.unit[u, c.ABLE] and u != t[c.HOPEFUL]:
            w.queue[count] = u
            count += 1
            picks -= 1
    if t[c.HOPEFUL] >= 0:
        w.queue[count] = t[c.HOPEFUL]
        count += 1
    for i in range(t[c.OUT_COUNT]):
        w.served[w.out[i], c.FLAG] = 0
    if w.rate[c.BUNDLES]:
        count = with_bundles(w, count)
    fill(w, count, roll(w, 4), blink)


@kernel
def with_bundles(w: Tables, count: int) -> int:
    """Queue what is bundled with the first `count` units of the queue too; how many there are then."""
    first = count
    for j in range(first):
        w.served[w.queue[j], c.FLAG] = 1
    for j in range(first):
        i = w.unit[w.queue[j], c.BUNDLE]
        for a in range(w.bundle[i, c.MEMBERS_A], w.bundle[i, c.MEMBERS_B]) if i >= 0 else range(0):
            u = w.lists[a]
            if w.served[u, c.FLAG] == 0 and w.served[u, c.ON_DAY] < 0:
                w.served[u, c.FLAG] = 1
                w.queue[count] = u
                count += 1
    for j in range(count):
        w.served[w.queue[j], c.FLAG] = 0
    return count


@kernel
def fill(w: Tables, count: int, order: int, blink: int) -> None:
    """Serve the first `count` units of the queue in this order, those that can be."""
    q, r = w.queue, w.keys
    for i in range(count):
        r[i] = weight_of(w, q[i], order)
    sort(w, count)
    for i in range(count):
        if w.served[q[i], c.ON_DAY] < 0 and place(w, q[i], blink):
            follow(w, q[i], blink)


@kernel
def follow(w: Tables, u: int, blink: int) -> None:
    """Half of the time, serve what may follow the unit at once, before others take the hours that suit it."""
    for i in range(w.unit[u, c.AFTER_A], w.unit[u, c.AFTER_B]):
        v = w.link[i, c.OTHER]
        if w.served[v, c.ON_DAY] < 0 and w.unit[v, c.ABLE] and roll(w, 2):
            place(w, v, blink)


@kernel
def sort(w: Tables, count: int) -> None:
    """Sort the queue's first units by their keys (shell sort)."""
    q, r = w.queue, w.keys
    gap = 1
    while gap < count // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, count):
            key, u, j = r[i], q[i], i
            while j >= gap and r[j - gap] > key:
                r[j], q[j] = r[j - gap], q[j - gap]
                j -= gap
            r[j], q[j] = key, u
        gap //= 3
