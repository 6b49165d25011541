"""The search itself: small moves, and now and then a ruin with its recreate, accepted by annealing."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.duty import score, total
from solver.flow.journal import forget, go_back, put, remember
from solver.flow.links import attach, change_after, in_order, partner_in
from solver.flow.moves import move
from solver.flow.propagation import propagate, rekey
from solver.flow.recreate import count_in, serve
from solver.flow.ruin import ruin_and_recreate
from solver.flow.tables import Tables
from solver.packed import STEPS, kernel, roll

REKEY = 2000
SMALL, LARGE = 7, 3
"""The work of small moves to that of ruins."""


@kernel
def is_best(w: Tables) -> bool:
    """Whether the plan is better than the best one, level by level."""
    t = w.tally
    if t[c.MISSED_SUM] != t[c.BEST_MISSED]:
        return bool(t[c.MISSED_SUM] < t[c.BEST_MISSED])
    if t[c.LEFT_SUM] != t[c.BEST_LEFT]:
        return bool(t[c.LEFT_SUM] < t[c.BEST_LEFT])
    return total(w) < t[c.BEST_TOTAL]


@kernel
def settle(w: Tables) -> None:
    """The changes stay; the best plan is kept."""
    t = w.tally
    forget(w)
    if is_best(w):
        w.best[:, :] = w.state
        t[c.BEST_MISSED], t[c.BEST_LEFT], t[c.BEST_TOTAL] = t[c.MISSED_SUM], t[c.LEFT_SUM], total(w)
        t[c.SAVED] = t[c.COST]


@kernel
def prepare(w: Tables) -> None:
    """Time the duties with nothing in them but lunches."""
    t = w.tally
    for row in range(t[c.BEGIN0], t[c.END0]):
        change_after(w, row)
    propagate(w)
    forget(w)


@kernel
def adopt(w: Tables, unit: int, crews: int) -> bool:
    """Serve a unit as told in `order`: crews with their keys, then its nodes and what they stand behind."""
    o, count = w.order, w.unit[unit, c.COUNT]
    remember(w, 1)
    for k in range(crews):
        put(w, o[k, 0], c.KEY, o[k, 1])
    for k in range(crews, crews + count):
        u, a = o[k, 0], o[k, 1]
        r = w.state[a, c.ROUTE]
        if w.extra[u, r] < 0 or partner_in(w, u, r) or not in_order(w, u, a):
            go_back(w, 1)
            return False
        attach(w, u, a)
    if not propagate(w):
        go_back(w, 1)
        return False
    count_in(w, unit)
    forget(w)
    return True


@kernel
def build(w: Tables, unit: int) -> bool:
    """Serve a unit if there is room."""
    served = serve(w, unit, 0)
    forget(w)
    return served


@kernel
def anneal(w: Tables, rounds: int, step: int, whole: int) -> None:
    """So many rounds at the heat of this step; with a `whole` number of rounds, of the step that they reach."""
    t = w.tally
    current = score(w)
    for _ in range(rounds):
        if whole:
            step = min(STEPS - 1, t[c.ITERATION] * STEPS // whole)
        t[c.ITERATION] += 1
        if t[c.ITERATION] % REKEY == 0:
            rekey(w)
        remember(w, 0)
        t[c.WORK] = 0
        large = t[c.OPEN] == t[c.UNITS] or SMALL * t[c.RUIN_WORK] < LARGE * t[c.MOVE_WORK]
        if large:
            ruin_and_recreate(w)
            holds = True
            t[c.RUIN_WORK] += t[c.WORK] + 10
        else:
            holds = move(w) and propagate(w)
            t[c.MOVE_WORK] += t[c.WORK] + 10
        if holds:
            found = score(w)
            if found < current + ((w.heat[step] * w.logarithm[roll(w, c.LOGS)]) >> 10):
                if found != current:
                    t[c.ACCEPTED] += 1
                current = found
                settle(w)
                continue
        go_back(w, 0)


@kernel
def restore(w: Tables) -> None:
    """Go back to the best plan."""
    t = w.tally
    w.state[:, :] = w.best
    t[c.MISSED_SUM], t[c.LEFT_SUM], t[c.COST] = t[c.BEST_MISSED], t[c.BEST_LEFT], t[c.SAVED]
    t[c.LATE_LOST], t[c.LATE_MAX] = 1, 0
    t[c.OPEN] = 0
    for unit in range(t[c.UNITS]):
        t[c.OPEN] += 1 - w.state[t[c.UNIT0] + unit, c.SERVED]
    forget(w)
