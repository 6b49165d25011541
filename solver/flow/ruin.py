"""Taking a few units out that lie near each other, and putting them back."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.journal import put
from solver.flow.links import detach
from solver.flow.moves import neighbour
from solver.flow.propagation import propagate
from solver.flow.recreate import serve_if_cheaper
from solver.flow.tables import Tables
from solver.packed import kernel, roll

AVERAGE = 6
MOST_OPEN = 10
BLINK = 64


@kernel
def take_out(w: Tables, unit: int) -> None:
    """Take a served unit out; timing is for later."""
    t = w.tally
    row = t[c.UNIT0] + unit
    if not w.state[row, c.SERVED]:
        return
    first = w.unit[unit, c.FIRST]
    for i in range(first, first + w.unit[unit, c.COUNT]):
        detach(w, i)
    put(w, row, c.SERVED, 0)
    t[c.MISSED_SUM] += w.unit[unit, c.MISSED]
    t[c.LEFT_SUM] += w.unit[unit, c.LEFT]
    t[c.COST] += w.unit[unit, c.PRICE]
    t[c.OPEN] += 1
    w.gone[t[c.GONE]] = unit
    t[c.GONE] += 1


@kernel
def ruin(w: Tables) -> None:
    """Take out a handful of units: around a node, or in strings of routes that pass near it."""
    st, t = w.state, w.tally
    t[c.GONE] = 0
    seed = roll(w, t[c.SEATS])
    count, strings = 2 + roll(w, 2 * AVERAGE - 3), roll(w, 3) == 0
    take_out(w, w.seat[seed, c.UNIT])
    here = seed
    for _ in range(4 * count):
        if t[c.GONE] >= count:
            break
        v = neighbour(w, here)
        if v < 0:
            v = roll(w, t[c.SEATS])
        if strings:
            length = 1 + roll(w, 3)
            while length > 0 and v < t[c.SEATS] and st[v, c.ROUTE] >= 0:
                follower = st[v, c.NEXT]
                take_out(w, w.seat[v, c.UNIT])
                v, length = follower, length - 1
        else:
            take_out(w, w.seat[v, c.UNIT])
            if roll(w, 2):
                here = w.unit[w.gone[roll(w, t[c.GONE])], c.FIRST] if t[c.GONE] else seed
    propagate(w)


@kernel
def add_open(w: Tables) -> None:
    """Add some of the units that were out before to those that are to be put in."""
    t, count = w.tally, w.tally[c.GONE]
    if t[c.OPEN] <= count:
        return
    offset = roll(w, t[c.UNITS])
    for k in range(t[c.UNITS]):
        if t[c.GONE] >= count + MOST_OPEN:
            break
        unit = (offset + k) % t[c.UNITS]
        if not w.state[t[c.UNIT0] + unit, c.SERVED]:
            known = False
            for j in range(count):
                known = known or w.gone[j] == unit
            if not known:
                w.gone[t[c.GONE]] = unit
                t[c.GONE] += 1


@kernel
def sort_gone(w: Tables) -> None:
    """Bring what is to be put in into an order: by chance, the scarcest first, or the earliest first."""
    t, way = w.tally, roll(w, 4)
    for k in range(t[c.GONE]):
        unit = w.gone[k]
        first = w.unit[unit, c.FIRST]
        if way == 0:
            key = roll(w, 1 << 20)
        elif way == 1:
            key = int(w.state[first, c.EARLY])
        elif way == 2:
            key = -int(w.state[first, c.STAY]) * w.unit[unit, c.COUNT]
        else:
            key = w.unit[unit, c.RANK]
        j = k
        while j > 0 and w.order[j + 7, 0] > key:
            w.order[j + 8, 0], w.gone[j] = w.order[j + 7, 0], w.gone[j - 1]
            j -= 1
        w.order[j + 8, 0], w.gone[j] = key, unit


@kernel
def ruin_and_recreate(w: Tables) -> None:
    """One large move."""
    t = w.tally
    ruin(w)
    add_open(w)
    sort_gone(w)
    for k in range(t[c.GONE]):
        serve_if_cheaper(w, w.gone[k], BLINK)
