"""What one whole duty costs: waiting, hours, lateness of its end, lunch; and how idle and how busy its person is."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.journal import put
from solver.flow.links import is_lunch
from solver.flow.tables import Tables
from solver.packed import kernel


@kernel
def slack_of(w: Tables, i: int) -> int:
    """Seconds by which a node's start may move without being late, or bound to others."""
    st = w.state
    start = st[i, c.START]
    if st[i, c.CREW] >= 0:
        return 0
    if st[i, c.WINDOWS] < 0:
        return max(0, st[i, c.LATEST] - start)
    for k in range(st[i, c.WINDOWS], st[i, c.WINDOWS_END]):
        if w.windows[k, 0] <= start <= w.windows[k, 2]:
            return max(0, w.windows[k, 1] - start)
    return 0


@kernel
def close_duty(w: Tables, r: int) -> bool:
    """Count a timed duty's cost; `False` when it breaks a limit of its person.

    The departure is put off as far as no start becomes late by it: that is what waiting is left.
    """
    st, t, p, rate = w.state, w.tally, w.person, w.rate
    begin, end = t[c.BEGIN0] + r, t[c.NODES]
    mode, place, clock = st[begin, c.D_MODE], st[begin, c.OUT], int(st[begin, c.START])
    opening = int(p[r, c.OPENING])
    at_opening = p[r, c.AT_OPENING]
    departure, legs, served, waits, delay, rest, longest, stops = clock, 0, 0, 0, c.FAR, 0, 0, 0
    if at_opening:
        delay = 0
    a = st[begin, c.NEXT]
    first = True
    while a < end:
        t[c.WORK] += 1
        leg = 0
        if is_lunch(w, a):
            rest = int(st[a, c.STAY])
        else:
            leg = int(w.travel[mode, place, st[a, c.IN]])
            place = st[a, c.OUT]
            served += st[a, c.STAY]
            stops += 1
        wait = int(st[a, c.START]) - clock - leg
        if first and not at_opening:
            departure, wait = clock + wait, 0
        first = False
        waits += wait
        delay = min(delay, waits + slack_of(w, a))
        legs += leg
        clock = int(st[a, c.START]) + st[a, c.STAY]
        a = st[a, c.NEXT]
    cost, worked, idle = 0, 0, 0
    due = p[r, c.DUE] if p[r, c.DUE] < c.FAR else p[r, c.CLOSING]
    if stops:
        leg = int(w.travel[mode, place, st[a, c.IN]])
        legs += leg
        arrival = clock + leg
        delay = min(delay, waits)
        departure += delay
        if rate[c.W_LONGEST]:
            longest = _longest(w, r, delay)
        worked = arrival - departure - rest
        idle = max(arrival, due) - opening - legs - served - rest
        cost = rate[c.W_WAITING] * (waits - delay) + rate[c.W_LATE_ARRIVAL] * max(0, arrival - p[r, c.DUE])
        cost += rate[c.W_OVERTIME] * (max(0, worked - p[r, c.NORM_DAY]) + max(0, worked - p[r, c.NORM_WEEK]))
        rule = p[r, c.MEAL_RULE]
        if p[r, c.MEAL_NODE] >= 0 and rest == 0:
            asked = (rule & c.MEAL_ALWAYS) > 0 or (departure < p[r, c.MEAL_FROM] and arrival > p[r, c.MEAL_TO])
            if asked:
                if rule & c.MEAL_REQUIRED:
                    return False
                cost += rate[c.W_MISSED_LUNCH]
        if worked > p[r, c.MAX_DAY]:
            return False
    else:
        idle = int(due) - opening
    target = p[r, c.TARGET]
    if target:
        cost += rate[c.W_ABOVE] * max(0, served - target) + rate[c.W_FAR_ABOVE] * max(0, served - target * 5 // 4)
        cost += rate[c.W_BELOW] * max(0, target // 2 - served)
    t[c.COST] += cost - st[begin, c.D_COST]
    put(w, begin, c.D_COST, cost)
    put(w, begin, c.D_IDLE, idle)
    put(w, begin, c.D_BUSY, legs + served)
    put(w, begin, c.D_LONGEST, longest)
    return True


@kernel
def _longest(w: Tables, r: int, delay: int) -> int:
    """Longest wait before a stop that is left once the departure is put off; a lunch does not divide it."""
    st, t = w.state, w.tally
    begin, end = t[c.BEGIN0] + r, t[c.NODES]
    mode, place, clock = st[begin, c.D_MODE], st[begin, c.OUT], int(st[begin, c.START])
    a, waits, held, longest = st[begin, c.NEXT], 0, 0, 0
    first = w.person[r, c.AT_OPENING] == 0
    while a < end:
        leg = 0
        if not is_lunch(w, a):
            leg = int(w.travel[mode, place, st[a, c.IN]])
            place = st[a, c.OUT]
        wait = 0 if first else int(st[a, c.START]) - clock - leg
        first = False
        held += min(wait, max(0, waits + wait - delay))
        if not is_lunch(w, a):
            longest, held = max(longest, held), 0
        waits += wait
        clock = int(st[a, c.START]) + st[a, c.STAY]
        a = st[a, c.NEXT]
    return longest


@kernel
def total(w: Tables) -> int:
    """Levels 3 and 4 of the plan as it is timed, hundredths of a second."""
    st, t, rate = w.state, w.tally, w.rate
    if t[c.LATE_LOST]:
        top = 0
        for i in range(t[c.SEATS]):
            top = max(top, int(st[i, c.LATE]))
        t[c.LATE_MAX], t[c.LATE_LOST] = top, 0
    cost = t[c.COST] + rate[c.W_HIGHEST] * t[c.LATE_MAX]
    if rate[c.FULL]:
        begin0, end0 = t[c.BEGIN0], t[c.END0]
        idle, longest, busy = 0, 0, 0
        for row in range(begin0, end0):
            idle = max(idle, int(st[row, c.D_IDLE]))
            longest = max(longest, int(st[row, c.D_LONGEST]))
            busy += st[row, c.D_BUSY]
        cost += rate[c.W_IDLE] * idle + rate[c.W_LONGEST] * longest
        if rate[c.W_IMBALANCE]:
            count, step, far = t[c.ROUTES], rate[c.STEP], 0
            for row in range(begin0, end0):
                off = abs(count * st[row, c.D_BUSY] - busy)
                far += (off + count * step - 1) // (count * step) * step
            cost += rate[c.W_IMBALANCE] * far
    return int(cost)


@kernel
def score(w: Tables) -> int:
    """All levels in one number, for a search to compare by."""
    t = w.tally
    return total(w) + w.rate[c.PRICE_MISSED] * t[c.MISSED_SUM] + w.rate[c.PRICE_LEFT] * t[c.LEFT_SUM]
