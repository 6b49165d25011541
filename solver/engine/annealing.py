"""The search itself: ruin and recreate, accepted by annealing; absence counts in the first part."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.duties import count_hours, untouch
from solver.engine.moves import move
from solver.engine.overall import tell_whole, terms_of_whole
from solver.engine.recreate import BY_RANK, place, recreate, sort, weight_of
from solver.engine.relief import relieve
from solver.engine.ruin import mark, ruin, take_out
from solver.engine.tables import Tables, kernel
from solver.engine.units import count_turns, mix_lack, put_on_list, unlog
from solver.packed import STEPS, roll

BLINK = 64
LEAST_SCALE = 3000
CONTESTED = 20
"""Where more than one in so many units is unserved, ruins go on to be aimed at them."""


@kernel
def whole(w: Tables) -> int:
    """All levels in one number."""
    t, r = w.tally, w.rate
    return t[c.TOTAL] + r[c.W_LACK] * t[c.LACK] + r[c.W_MISSED] * t[c.MISSED_SUM] + r[c.W_LEFT] * t[c.LEFT_SUM]


@kernel
def absences(w: Tables) -> int:
    """How often what is unserved now has been left out, weighted by level."""
    total = 0
    for i in range(w.tally[c.OPEN_COUNT]):
        u = w.open[i]
        total += w.served[u, c.ABSENCE] * (100 * w.unit[u, c.FORCED] + 20 * w.unit[u, c.MISSED] + w.unit[u, c.LEFT])
    return total


@kernel
def is_best(w: Tables) -> bool:
    """Whether the plan is better than the best one, level by level."""
    t = w.tally
    if t[c.LACK] != t[c.BEST_LACK]:
        return t[c.LACK] < t[c.BEST_LACK]
    if t[c.MISSED_SUM] != t[c.BEST_MISSED]:
        return t[c.MISSED_SUM] < t[c.BEST_MISSED]
    if t[c.LEFT_SUM] != t[c.BEST_LEFT]:
        return t[c.LEFT_SUM] < t[c.BEST_LEFT]
    return t[c.TOTAL] < t[c.BEST_TOTAL]


@kernel
def keep(w: Tables) -> None:
    """Copy the duties that changed since the last time into the best plan."""
    t = w.tally
    for i in range(t[c.DIRTY_COUNT]):
        p = w.dirty[i]
        w.duty[p, c.DIRTY] = 0
        for j in range(c.DUTY_WIDTH):
            w.best_duty[p, j] = w.duty[p, j]
        for k in range(w.duty[p, c.SIZE] + 2):
            for j in range(c.STOP_WIDTH):
                w.best_stop[p, k, j] = w.stop[p, k, j]
    t[c.DIRTY_COUNT] = 0
    t[c.BEST_LACK], t[c.BEST_MISSED] = t[c.LACK], t[c.MISSED_SUM]
    t[c.BEST_LEFT], t[c.BEST_TOTAL] = t[c.LEFT_SUM], t[c.TOTAL]


@kernel
def settle(w: Tables) -> None:
    """End a round whose changes stay."""
    t = w.tally
    for i in range(t[c.TOUCH_COUNT]):
        p = w.touched[i]
        if w.duty[p, c.DIRTY] == 0:
            w.duty[p, c.DIRTY] = 1
            w.dirty[t[c.DIRTY_COUNT]] = p
            t[c.DIRTY_COUNT] += 1
    t[c.TOUCH_COUNT] = t[c.LOG_COUNT] = 0
    t[c.ROUND] += 1
    if is_best(w):
        keep(w)


@kernel
def undo(w: Tables, total: int, lack: int, missed: int, left: int) -> None:
    """End a round whose changes do not stay."""
    t = w.tally
    unlog(w)
    untouch(w)
    t[c.TOTAL], t[c.LACK], t[c.MISSED_SUM], t[c.LEFT_SUM] = total, lack, missed, left
    t[c.EXTRA] = t[c.EXTRA_WAS]
    t[c.ROUND] += 1


@kernel
def queue_up(w: Tables) -> int:
    """Queue all unserved units for the first plan, the scarcest first; their number."""
    count = 0
    for i in range(w.tally[c.OPEN_COUNT]):
        u = w.open[i]
        if w.unit[u, c.ABLE]:
            w.queue[count], w.keys[count] = u, weight_of(w, u, BY_RANK)
            count += 1
    sort(w, count)
    return count


@kernel
def build(w: Tables, first: int, end: int) -> None:
    """Serve the queue's units from `first` to before `end`, where they can be."""
    for i in range(first, end):
        place(w, w.queue[i], 0)


@kernel
def tidy(w: Tables) -> None:
    """Empty shifts whose mix of roles does not hold, take out what stands in part, end the round, measure heat."""
    again = True
    while again:
        w.tally[c.OUT_COUNT] = 0
        for u in range(w.unit.shape[0]):
            if w.unit[u, c.MIX_A] < w.unit[u, c.MIX_B] and w.served[u, c.ON_DAY] >= 0 and mix_lack(w, u):
                mark(w, u)
        take_out(w)
        again = w.rate[c.STRAINS] > 0 and relieve(w)
    tell_whole(w)
    settle(w)
    travel = stops = 0
    for p in range(w.duty.shape[0]):
        travel += w.duty[p, c.TRAVEL]
        stops += w.duty[p, c.SIZE]
    w.tally[c.SCALE] = max(LEAST_SCALE, w.rate[c.TRAVEL_RATE] * travel // (2 * max(1, stops)))


@kernel
def anneal(w: Tables, rounds: int, step: int, total: int) -> None:
    """So many rounds, at the heat of this step of the run; with a `total` of rounds, of the step that they reach."""
    t = w.tally
    for _ in range(rounds):
        if total:
            step = min(STEPS - 1, t[c.ITERATION] * STEPS // total)
        counting = step < w.rate[c.COUNT_UNTIL]
        if t[c.COUNTING] and not counting:
            # What counts let in may be far from the best; cold annealing would not find back.
            restore(w)
        t[c.COUNTING] = counting
        t[c.ITERATION] += 1
        score, lack, missed, left = t[c.TOTAL], t[c.LACK], t[c.MISSED_SUM], t[c.LEFT_SUM]
        t[c.EXTRA_WAS] = t[c.EXTRA]
        before, absent = whole(w), 0
        limit = (((w.heat[step] * t[c.SCALE]) >> 10) * w.logarithm[roll(w, STEPS)]) >> 10
        if roll(w, 100) < w.rate[c.SMALL_MOVES]:
            counting = False
            if not move(w, limit):
                undo(w, score, lack, missed, left)
                continue
        else:
            absent = absences(w) if counting else 0
            contested = counting or t[c.OPEN_COUNT] * CONTESTED > t[c.UNITS]
            ruin(w, w.rate[c.AVERAGE], w.rate[c.RUIN_OPEN] // (1 if contested else 2))
            recreate(w, BLINK)
            if w.rate[c.STRAINS]:
                relieve(w)
        tell_whole(w)
        accepted = whole(w) < before + limit
        if counting:
            accepted = accepted or absences(w) < absent
            for i in range(t[c.OPEN_COUNT]):
                w.served[w.open[i], c.ABSENCE] += 1
        if accepted:
            settle(w)
        else:
            undo(w, score, lack, missed, left)


@kernel
def restore(w: Tables) -> None:
    """Go back to the best plan."""
    t = w.tally
    w.weekly[:] = 0
    w.monthly[:] = 0
    w.given[:] = 0
    w.turned[:] = 0
    w.served[:, c.ON_DAY] = -1
    for s in range(w.held.shape[0]):
        w.held[s, c.BY], w.held[s, c.SINCE], w.held[s, c.UPTO] = -1, 0, c.FAR
    for p in range(w.duty.shape[0]):
        for j in range(c.DUTY_WIDTH):
            w.duty[p, j] = w.best_duty[p, j]
        w.duty[p, c.DIRTY] = w.duty[p, c.TOUCHED] = 0
        n = w.duty[p, c.SIZE]
        for k in range(n + 2):
            for j in range(c.STOP_WIDTH):
                w.stop[p, k, j] = w.best_stop[p, k, j]
        for k in range(1, n + 1):
            node = w.stop[p, k, c.NODE]
            if node >= 0:
                u = w.seat[node, c.UNIT]
                w.held[node, c.BY], w.held[node, c.POSITION] = p, k
                if w.unit[u, c.COUPLED]:
                    w.held[node, c.SINCE] = w.held[node, c.UPTO] = w.stop[p, k, c.START]
                w.served[u, c.ON_DAY] = w.workday[p, c.DAY]
        count_hours(w, p, 1)
    t[c.OPEN_COUNT] = t[c.DIRTY_COUNT] = 0
    for u in range(t[c.UNITS]):
        if w.served[u, c.ON_DAY] < 0:
            put_on_list(w, u)
        else:
            count_turns(w, u, 1)
    t[c.TOTAL], t[c.LACK] = t[c.BEST_TOTAL], t[c.BEST_LACK]
    t[c.MISSED_SUM], t[c.LEFT_SUM] = t[c.BEST_MISSED], t[c.BEST_LEFT]
    t[c.EXTRA] = terms_of_whole(w)
    t[c.ROUND] += 1
