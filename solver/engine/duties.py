"""Duties as they stand: copied into a draft, timed anew, put back, remembered and restored."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.clockwork import time_duty
from solver.engine.limits import closing_of, duty_delta, hours_allow, may_open, opening_of
from solver.engine.overall import note_extremes
from solver.engine.refills import with_refills
from solver.engine.runs import run_lack
from solver.engine.tables import Tables, kernel


@kernel
def to_draft(w: Tables, p: int, seat: int, position: int, since: int, upto: int) -> int:
    """Copy the duty, without seats that are flagged as going, and with `seat` (−1: none) before `position`."""
    d, s = w.draft, w.stop
    n = 0
    for k in range(1, w.duty[p, c.SIZE] + 2):
        if k == position and seat >= 0:
            n += 1
            d[n, c.NODE], d[n, c.FROM] = seat, since
            d[n, c.UNTIL] = min(upto, w.fit[seat, w.workday[p, c.PERSON]])
        if k <= w.duty[p, c.SIZE]:
            node = s[p, k, c.NODE]
            if node >= 0 and w.served[w.seat[node, c.UNIT], c.FLAG]:
                continue
            n += 1
            d[n, c.NODE] = node
            if node >= 0:
                d[n, c.FROM] = w.held[node, c.SINCE]
                d[n, c.UNTIL] = min(w.held[node, c.UPTO], w.fit[node, w.workday[p, c.PERSON]])
    return n


@kernel
def time_draft(w: Tables, p: int, size: int) -> int:
    """Time the draft for this workday; its size with reloads, −1 when it breaks a rule of this person's hours."""
    n = with_refills(w, p, size)
    if n <= 0:
        return -1
    if w.duty[p, c.SIZE] == 0 and not may_open(w, p):
        return -1
    if not time_duty(w, p, n, opening_of(w, p), closing_of(w, p)):
        return -1
    return n if hours_allow(w, p, w.found[c.F_WORKED]) else -1


@kernel
def draft_delta(w: Tables, p: int) -> int:
    """Change of cost when the timed draft becomes the duty."""
    return duty_delta(w, p, w.found[c.F_COST], w.found[c.F_WORKED], w.found[c.F_SERVED])


@kernel
def touch(w: Tables, p: int) -> None:
    """Remember the duty as it was at the beginning of this round."""
    t = w.tally
    if w.duty[p, c.TOUCHED] == t[c.ROUND]:
        return
    for i in range(c.DUTY_WIDTH):
        w.old_duty[p, i] = w.duty[p, i]
    for k in range(w.duty[p, c.SIZE] + 2):
        for i in range(c.STOP_WIDTH):
            w.old_stop[p, k, i] = w.stop[p, k, i]
    w.duty[p, c.TOUCHED] = t[c.ROUND]
    w.touched[t[c.TOUCH_COUNT]] = p
    t[c.TOUCH_COUNT] += 1


@kernel
def count_hours(w: Tables, p: int, sign: int) -> None:
    """Add the duty's hours to the person's sums, or take them away."""
    week = w.workday[p, c.WEEK]
    w.weekly[week, c.WEEK_WORKED] += sign * w.duty[p, c.WORKED]
    w.weekly[week, c.WEEK_SERVED] += sign * w.duty[p, c.SERVED]
    w.weekly[week, c.WEEK_DAYS] += sign * (w.duty[p, c.SIZE] > 0)
    w.monthly[w.workday[p, c.MONTH]] += sign * w.duty[p, c.WORKED]


@kernel
def commit(w: Tables, p: int, n: int) -> None:
    """Make the timed draft (0: nothing) this workday's duty."""
    touch(w, p)
    f, duty = w.found, w.duty
    if n == 0:
        f[c.F_COST] = f[c.F_WORKED] = f[c.F_SERVED] = f[c.F_TRAVEL] = f[c.F_WAITING] = 0
        f[c.F_DEP_BEST] = f[c.F_ARR_BEST] = f[c.F_ARC_BEST] = f[c.F_SIDE_BEST] = 0
    w.tally[c.TOTAL] += draft_delta(w, p)
    strains = w.workday[p, c.RUNS] and (n > 0) != (duty[p, c.SIZE] > 0)
    if strains:
        w.tally[c.LACK] -= run_lack(w, p, -1)
    count_hours(w, p, -1)
    duty[p, c.SIZE], duty[p, c.COST], duty[p, c.WORKED] = n, f[c.F_COST], f[c.F_WORKED]
    duty[p, c.SERVED], duty[p, c.TRAVEL], duty[p, c.WAITING] = f[c.F_SERVED], f[c.F_TRAVEL], f[c.F_WAITING]
    duty[p, c.DEPARTURE], duty[p, c.ARRIVAL] = f[c.F_DEP_BEST], f[c.F_ARR_BEST]
    duty[p, c.MEAL_ARC], duty[p, c.MEAL_SIDE] = f[c.F_ARC_BEST], f[c.F_SIDE_BEST]
    duty[p, c.MEAL_AT] = f[c.F_PAUSE] if f[c.F_SIDE_BEST] else -1
    count_hours(w, p, 1)
    if strains:
        w.tally[c.LACK] += run_lack(w, p, -1)
    if w.rate[c.OVERALL]:
        note_extremes(w, p, n)
    write_stops(w, p, n)
    link_stops(w, p)
    if w.workday[p, c.REST]:
        for q in range(w.workday[p, c.OWN_A], w.workday[p, c.OWN_B]):
            if q != p and duty[q, c.SIZE]:
                touch(w, q)
                link_stops(w, q)


@kernel
def write_stops(w: Tables, p: int, n: int) -> None:
    """Copy the timed draft's elements, each with the slot it is in."""
    d, s, day = w.draft, w.stop, w.workday
    left = day[p, c.CAPACITY] if day[p, c.FULL] else 0
    s[p, 0, c.NODE], s[p, 0, c.OUT], s[p, 0, c.STAY], s[p, 0, c.LOADED], s[p, 0, c.HOLDS] = (
        c.END,
        day[p, c.START_PLACE],
        0,
        0,
        left,
    )
    for k in range(1, n + 1):
        for i in range(c.ARRIVES + 1):
            s[p, k, i] = d[k, i]
        node = d[k, c.NODE]
        s[p, k, c.LOADED], s[p, k, c.HOLDS] = s[p, k - 1, c.LOADED], s[p, k - 1, c.HOLDS]
        if node < 0 or w.seat[node, c.REFILLS]:
            s[p, k, c.LOADED], s[p, k, c.HOLDS] = 0, day[p, c.CAPACITY]
        if node < 0:
            s[p, k, c.FROM], s[p, k, c.UNTIL] = 0, c.FAR
            continue
        s[p, k, c.LOADED] += w.seat[node, c.LOAD]
        w.held[node, c.POSITION] = k
        for j in range(d[k, c.SLOT_A], d[k, c.SLOT_B]):
            if w.slots[j, c.EARLIEST] <= d[k, c.START] <= w.slots[j, c.LATEST]:
                s[p, k, c.FROM] = max(d[k, c.FROM], w.slots[j, c.EARLIEST])
                s[p, k, c.UNTIL] = min(d[k, c.UNTIL], w.slots[j, c.LATEST])
                break
    s[p, n + 1, c.NODE], s[p, n + 1, c.IN], s[p, n + 1, c.STAY] = c.END, day[p, c.END_PLACE], 0
    s[p, n + 1, c.LEG], s[p, n + 1, c.ARRIVES] = d[n + 1, c.LEG], w.duty[p, c.ARRIVAL]
    s[p, n + 1, c.TO_UNLOAD] = 0
    for k in range(n, 0, -1):
        node = s[p, k, c.NODE]
        load = w.seat[node, c.LOAD] if node >= 0 else 0
        ahead = s[p, k + 1, c.NODE]
        fresh = k == n or ahead < 0 or w.seat[ahead, c.REFILLS]
        s[p, k, c.TO_UNLOAD] = load + (0 if fresh else s[p, k + 1, c.TO_UNLOAD])


@kernel
def link_stops(w: Tables, p: int) -> None:
    """Join the elements from both ends (`HEAD`, `TAIL`: shortest duration, and the starts that reach it)."""
    s, n = w.stop, w.duty[p, c.SIZE]
    opening, close = opening_of(w, p), closing_of(w, p)
    arc, side, meal = w.duty[p, c.MEAL_ARC], w.duty[p, c.MEAL_SIDE], w.workday[p, c.MEAL_TOOK]
    low, high = w.workday[p, c.MEAL_FROM], w.workday[p, c.MEAL_TO] - meal
    head, since, until = 0, opening, close
    s[p, 0, c.HEAD], s[p, 0, c.HEAD_FROM], s[p, 0, c.HEAD_UNTIL], s[p, 0, c.READY] = 0, opening, close, opening
    for k in range(1, n + 1):
        leg = s[p, k, c.LEG]
        if k == arc:
            head += leg if side == c.AFTER_LEG else 0
            wait = max(0, low - head - until)
            since, until = max(low - head, since) - wait, min(high - head, until)
            head += wait + meal
            leg = 0 if side == c.AFTER_LEG else leg
        head += leg
        wait = max(0, s[p, k, c.FROM] - head - until)
        since = max(s[p, k, c.FROM] - head, since) - wait
        until = min(min(s[p, k, c.UNTIL], close) - head, until)
        head += wait + s[p, k, c.STAY]
        s[p, k, c.HEAD], s[p, k, c.HEAD_FROM], s[p, k, c.HEAD_UNTIL] = head, since, until
        s[p, k, c.READY] = since + head
    tail, since, until = 0, opening, close
    s[p, n + 1, c.TAIL], s[p, n + 1, c.TAIL_FROM], s[p, n + 1, c.TAIL_UNTIL] = 0, opening, close
    for k in range(n, 0, -1):
        leg = s[p, k + 1, c.LEG]
        if k + 1 == arc:
            ahead = meal + (leg if side == c.BEFORE_LEG else 0)
            wait = max(0, since - ahead - high)
            tail += ahead + wait
            since, until = max(since - ahead, low) - wait, min(until - ahead, high)
            leg = 0 if side == c.BEFORE_LEG else leg
        ahead = s[p, k, c.STAY] + leg
        low_k, high_k = s[p, k, c.FROM], min(s[p, k, c.UNTIL], close)
        wait = max(0, since - ahead - high_k)
        tail += ahead + wait
        since, until = max(since - ahead, low_k) - wait, min(until - ahead, high_k)
        s[p, k, c.TAIL], s[p, k, c.TAIL_FROM], s[p, k, c.TAIL_UNTIL] = tail, since, until


@kernel
def untouch(w: Tables) -> None:
    """Put every touched duty back as it was."""
    t = w.tally
    for j in range(t[c.TOUCH_COUNT]):
        p = w.touched[j]
        count_hours(w, p, -1)
        for i in range(c.DUTY_WIDTH):
            w.duty[p, i] = w.old_duty[p, i]
        for k in range(w.duty[p, c.SIZE] + 2):
            for i in range(c.STOP_WIDTH):
                w.stop[p, k, i] = w.old_stop[p, k, i]
            node = w.stop[p, k, c.NODE]
            if 0 < k <= w.duty[p, c.SIZE] and node >= 0:
                w.held[node, c.POSITION] = k
        count_hours(w, p, 1)
    t[c.TOUCH_COUNT] = 0
