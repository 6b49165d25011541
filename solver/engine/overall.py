"""Terms of the plan as a whole: its latest start, longest wait, idlest day, and how evenly work is shared out.

They are no sums over duties, so no single change tells what it does to them; they are told anew at the end of a round.
"""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.clockwork import lateness, time_off
from solver.engine.tables import Tables, kernel


@kernel
def present(w: Tables, p: int, start: int, end: int) -> int:
    """Seconds of `[start, end)` that lie in the day's spans, up to the moment at which the duty is due."""
    total = 0
    end = min(end, w.workday[p, c.DUE_BY])
    for i in range(w.workday[p, c.SPANS_A], w.workday[p, c.SPANS_B]):
        total += max(0, min(w.spans[i, 1], end) - max(w.spans[i, 0], start))
    return total


@kernel
def note_extremes(w: Tables, p: int, n: int) -> None:
    """Note what the timed draft (0: nothing), now the workday's duty, adds to the terms of the whole."""
    duty, d, day = w.duty, w.draft, w.workday
    late = wait = 0
    clock = duty[p, c.DEPARTURE]
    for k in range(1, n + 1):
        begin = d[k, c.START]
        off = time_off(w, p, clock, begin) + (day[p, c.MEAL_TOOK] if k == duty[p, c.MEAL_ARC] else 0)
        wait = max(wait, begin - clock - d[k, c.LEG] - off)
        late = max(late, lateness(w, k))
        clock = begin + d[k, c.STAY]
    duty[p, c.MOST_LATE], duty[p, c.MOST_WAIT] = late, wait
    duty[p, c.BUSY] = w.found[c.F_TRAVEL] + w.found[c.F_BUSY] if n else 0
    idle = duty[p, c.WAITING] + present(w, p, day[p, c.OPENING], duty[p, c.DEPARTURE])
    idle += present(w, p, duty[p, c.ARRIVAL], day[p, c.CLOSING])
    if duty[p, c.MEAL_SIDE] == c.BEFORE_DUTY:
        idle -= present(w, p, duty[p, c.MEAL_AT], duty[p, c.MEAL_AT] + day[p, c.MEAL_TOOK])
    duty[p, c.IDLE] = idle


@kernel
def busy_of(w: Tables, first: int) -> int:
    """Busy time of the person whose first workday this is."""
    total = 0
    for q in range(first, w.workday[first, c.OWN_B]):
        total += w.duty[q, c.BUSY] if w.duty[q, c.SIZE] else 0
    return total


@kernel
def unbalanced(w: Tables) -> int:
    """How far busy times lie from their mean, in whole steps, seconds."""
    days, total, count = w.workday.shape[0], 0, 0
    p = 0
    while p < days:
        total += busy_of(w, p)
        count += 1
        p = max(p + 1, w.workday[p, c.OWN_B])
    p = steps = 0
    whole = count * w.rate[c.STEP]
    while p < days:
        steps += (abs(count * busy_of(w, p) - total) + whole - 1) // whole
        p = max(p + 1, w.workday[p, c.OWN_B])
    return steps * w.rate[c.STEP]


@kernel
def terms_of_whole(w: Tables) -> int:
    """Cost of all these terms."""
    r, duty = w.rate, w.duty
    if r[c.OVERALL] == 0:
        return 0
    late = wait = idle = 0
    for p in range(w.workday.shape[0]):
        if duty[p, c.SIZE]:
            late, wait = max(late, duty[p, c.MOST_LATE]), max(wait, duty[p, c.MOST_WAIT])
            idle = max(idle, duty[p, c.IDLE])
        else:
            idle = max(idle, w.workday[p, c.IDLE_FREE])
    cost = r[c.HIGHEST_LATENESS] * late + r[c.LONGEST_WAIT] * wait + r[c.MOST_IDLE] * idle
    return cost + (r[c.IMBALANCE] * unbalanced(w) if r[c.IMBALANCE] else 0)


@kernel
def tell_whole(w: Tables) -> None:
    """Bring the plan's cost up to date with these terms."""
    if w.rate[c.OVERALL]:
        now = terms_of_whole(w)
        w.tally[c.TOTAL] += now - w.tally[c.EXTRA]
        w.tally[c.EXTRA] = now
