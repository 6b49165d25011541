"""Timing one duty: its draft laid out, run forward as early as can be, then backward to the latest departure.

Element 0 of a draft is the duty's start, `size + 1` its end. A pause lies on one leg, before or after the way.
"""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.tables import Tables, kernel


@kernel
def leave_from(w: Tables, p: int, ready: int, length: int) -> int:
    """Earliest moment from `ready` on at which `length` seconds fit into one span; far away when none is left."""
    if w.workday[p, c.SPLIT] == 0 or length == 0:
        return ready
    for i in range(w.workday[p, c.SPANS_A], w.workday[p, c.SPANS_B]):
        begin = max(ready, w.spans[i, 0])
        if begin + length <= w.spans[i, 1]:
            return begin
    return c.FAR


@kernel
def leave_by(w: Tables, p: int, due: int, length: int) -> int:
    """Latest moment from which `length` seconds fit into one span and end by `due`; −1 when there is none."""
    if w.workday[p, c.SPLIT] == 0 or length == 0:
        return due - length
    for i in range(w.workday[p, c.SPANS_B] - 1, w.workday[p, c.SPANS_A] - 1, -1):
        begin = min(due, w.spans[i, 1]) - length
        if begin >= w.spans[i, 0]:
            return begin
    return -1


@kernel
def start_from(w: Tables, p: int, k: int, ready: int) -> int:
    """Earliest start of element `k` from `ready` on; −1 when there is none."""
    d = w.draft
    if d[k, c.NODE] < 0:
        return leave_from(w, p, ready, d[k, c.STAY])
    low, top = max(ready, d[k, c.FROM]), d[k, c.UNTIL]
    if w.workday[p, c.SPLIT] == 0:
        for i in range(d[k, c.SLOT_A], d[k, c.SLOT_B]):
            begin = max(low, w.slots[i, c.EARLIEST])
            if begin <= min(w.slots[i, c.LATEST], top):
                return begin
        return -1
    best = c.FAR
    for i in range(d[k, c.SLOT_A], d[k, c.SLOT_B]):
        for j in range(w.workday[p, c.SPANS_A], w.workday[p, c.SPANS_B]):
            begin = max(max(low, w.slots[i, c.EARLIEST]), w.spans[j, 0])
            if begin <= min(min(w.slots[i, c.LATEST], top), w.spans[j, 1] - d[k, c.STAY]):
                best = min(best, begin)
    return best if best < c.FAR else -1


@kernel
def start_by(w: Tables, p: int, k: int, due: int) -> int:
    """Latest start of element `k` by `due`, but no later than its soft end if it can be before; −1: none."""
    d = w.draft
    if d[k, c.NODE] < 0:
        return leave_by(w, p, due + d[k, c.STAY], d[k, c.STAY])
    best = -1
    low, top = d[k, c.FROM], min(d[k, c.UNTIL], due)
    for i in range(d[k, c.SLOT_A], d[k, c.SLOT_B]):
        latest = min(min(w.slots[i, c.LATEST], top), max(w.slots[i, c.DUE], d[k, c.START]))
        earliest = max(low, w.slots[i, c.EARLIEST])
        if w.workday[p, c.SPLIT] == 0:
            if latest >= earliest:
                best = max(best, latest)
        else:
            for j in range(w.workday[p, c.SPANS_A], w.workday[p, c.SPANS_B]):
                begin = min(latest, w.spans[j, 1] - d[k, c.STAY])
                if begin >= max(earliest, w.spans[j, 0]):
                    best = max(best, begin)
    return best


@kernel
def lay_out(w: Tables, p: int, n: int) -> None:
    """Fill in places, legs and slots of the draft's elements 1 to n, whose nodes and limits are there already."""
    d, day = w.draft, w.workday
    here, mode, on = day[p, c.START_PLACE], day[p, c.MODE], day[p, c.DAY]
    travel = busy = served = multi = soft = 0
    for k in range(1, n + 1):
        node = d[k, c.NODE]
        if node >= 0:
            into, out, stay = w.seat[node, c.PLACE_IN], w.seat[node, c.PLACE_OUT], w.seat[node, c.TOOK]
            served += stay
            at = node * w.rate[c.DAYS] + on
            d[k, c.SLOT_A], d[k, c.SLOT_B] = w.slot_at[at], w.slot_at[at + 1]
            multi += w.slot_at[at + 1] - w.slot_at[at] > 1
            soft += w.seat[node, c.SOFTENS]
        else:
            into = out = -2 - node
            stay = w.rate[c.RELOAD_TOOK]
            d[k, c.FROM], d[k, c.UNTIL] = 0, c.FAR
        leg = w.travel[mode, here, into]
        d[k, c.IN], d[k, c.OUT], d[k, c.STAY], d[k, c.LEG] = into, out, stay, leg
        travel += leg
        busy += stay
        here = out
    last = w.travel[mode, here, day[p, c.END_PLACE]]
    d[n + 1, c.LEG] = last
    f = w.found
    f[c.F_TRAVEL], f[c.F_BUSY], f[c.F_SERVED] = travel + last, busy, served
    f[c.F_MULTI], f[c.F_SOFT] = multi, soft


@kernel
def forward(w: Tables, p: int, n: int, depart: int, close: int, arc: int, side: int) -> int:
    """Arrival when everything is done as early as can be, with a pause on leg `arc` (0: none); −1: impossible."""
    d, day = w.draft, w.workday
    clock = depart
    for k in range(1, n + 2):
        leg = d[k, c.LEG]
        if k == arc:
            if side == c.AFTER_LEG:
                clock = leave_from(w, p, clock, leg) + leg
                d[k, c.ARRIVES] = clock
            pause = leave_from(w, p, max(clock, day[p, c.MEAL_FROM]), day[p, c.MEAL_TOOK])
            clock = pause + day[p, c.MEAL_TOOK]
            if clock > day[p, c.MEAL_TO]:
                return -1
            w.found[c.F_PAUSE] = pause
            if side == c.BEFORE_LEG:
                clock = leave_from(w, p, clock, leg) + leg
                d[k, c.ARRIVES] = clock
        else:
            clock = leave_from(w, p, clock, leg) + leg
            d[k, c.ARRIVES] = clock
        if clock > close:
            return -1
        if k <= n:
            begin = start_from(w, p, k, clock)
            if begin < 0:
                return -1
            d[k, c.START] = begin
            clock = begin + d[k, c.STAY]
    return clock


@kernel
def backward(w: Tables, p: int, n: int, arrival: int, arc: int, side: int) -> int:
    """Latest departure that keeps this arrival, for the starts of the run before; −1 when there is none."""
    d, day = w.draft, w.workday
    due = arrival
    for k in range(n + 1, 0, -1):
        leg = d[k, c.LEG]
        if k == arc and side == c.AFTER_LEG:
            due = leave_by(w, p, min(due, day[p, c.MEAL_TO]), day[p, c.MEAL_TOOK])
            if due < day[p, c.MEAL_FROM]:
                return -1
        due = leave_by(w, p, due, leg)
        if k == arc and side == c.BEFORE_LEG:
            due = leave_by(w, p, min(due, day[p, c.MEAL_TO]), day[p, c.MEAL_TOOK])
            if due < day[p, c.MEAL_FROM]:
                return -1
        if k > 1:
            due = start_by(w, p, k - 1, due - d[k - 1, c.STAY])
            if due < 0:
                return -1
    return due


@kernel
def time_off(w: Tables, p: int, departure: int, arrival: int) -> int:
    """Seconds between spans of availability inside a duty."""
    if w.workday[p, c.SPLIT] == 0:
        return 0
    total = 0
    for i in range(w.workday[p, c.SPANS_A], w.workday[p, c.SPANS_B] - 1):
        total += max(0, min(w.spans[i + 1, 0], arrival) - max(w.spans[i, 1], departure))
    return total


@kernel
def lateness(w: Tables, k: int) -> int:
    """Seconds by which element `k` of the draft starts too late."""
    d = w.draft
    node = d[k, c.NODE]
    if node < 0 or w.seat[node, c.SOFTENS] == 0:
        return 0
    late = c.FAR
    for i in range(d[k, c.SLOT_A], d[k, c.SLOT_B]):
        if w.slots[i, c.EARLIEST] <= d[k, c.START] <= w.slots[i, c.LATEST]:
            late = min(late, max(0, d[k, c.START] - w.slots[i, c.DUE]))
    return late if late < c.FAR else 0


@kernel
def leaves(w: Tables, p: int, n: int, opening: int, arrival: int, arc: int, side: int) -> int:
    """When a run departs that arrives then: as late as can be, or as the day opens where that is asked; −1: never."""
    day = w.workday
    if day[p, c.AT_OPENING]:
        return opening if opening == day[p, c.OPENING] else -1
    return backward(w, p, n, arrival, arc, side)


@kernel
def pause_before(w: Tables, p: int, departure: int) -> int:
    """When a pause that is always due lies before the departure; −1 when there is no time for it."""
    day = w.workday
    begin = leave_from(w, p, max(day[p, c.MEAL_FROM], day[p, c.OPENING]), day[p, c.MEAL_TOOK])
    return begin if begin + day[p, c.MEAL_TOOK] <= min(day[p, c.MEAL_TO], departure) else -1


@kernel
def weigh(w: Tables, p: int, n: int, departure: int, arrival: int, close: int, arc: int, side: int) -> None:
    """Compare this run with the best so far, if it keeps the rules of a single day."""
    day, f, r = w.workday, w.found, w.rate
    if departure < 0:
        return
    meal = day[p, c.MEAL_TOOK] if arc else 0
    missed = 0
    if arc == 0 and day[p, c.MEAL_TOOK]:
        if day[p, c.MEAL_ALWAYS] and pause_before(w, p, departure) >= 0:
            side = c.BEFORE_DUTY
        elif day[p, c.MEAL_ALWAYS] or (departure < day[p, c.MEAL_FROM] and arrival > day[p, c.MEAL_TO]):
            missed = day[p, c.MEAL_COST]
            if missed < 0:
                return
    worked = arrival - departure - meal - time_off(w, p, departure, arrival)
    if worked > day[p, c.MAX_DAY]:
        return
    waiting = worked - f[c.F_TRAVEL] - f[c.F_BUSY]
    cost = r[c.TRAVEL_RATE] * f[c.F_TRAVEL] + r[c.WAITING_RATE] * waiting
    cost += r[c.OVERTIME] * max(0, worked - day[p, c.NORM_DAY])
    cost += missed + r[c.LATE_ARRIVAL] * max(0, arrival - day[p, c.DUE_BY])
    if f[c.F_SOFT]:
        forward(w, p, n, departure, close, arc, side)
        for k in range(1, n + 1):
            cost += r[c.LATENESS] * lateness(w, k)
    if cost < f[c.F_COST_BEST]:
        f[c.F_COST_BEST], f[c.F_WORKED], f[c.F_WAITING] = cost, worked, waiting
        f[c.F_DEP_BEST], f[c.F_ARR_BEST], f[c.F_ARC_BEST], f[c.F_SIDE_BEST] = departure, arrival, arc, side


@kernel
def chain(w: Tables, n: int, opening: int, close: int) -> None:
    """Join the draft's elements from both ends: shortest duration, and the starts that reach it (one slot each)."""
    d = w.draft
    d[0, c.D_HEAD], d[0, c.D_HEAD_FROM], d[0, c.D_HEAD_UNTIL] = 0, opening, close
    for k in range(1, n + 1):
        low, high = d[k, c.FROM], min(d[k, c.UNTIL], close)
        if d[k, c.NODE] >= 0:
            low = max(low, w.slots[d[k, c.SLOT_A], c.EARLIEST])
            high = min(high, w.slots[d[k, c.SLOT_A], c.LATEST])
        ahead = d[k - 1, c.D_HEAD] + d[k, c.LEG]
        wait = max(0, low - ahead - d[k - 1, c.D_HEAD_UNTIL])
        d[k, c.D_HEAD] = ahead + wait + d[k, c.STAY]
        d[k, c.D_HEAD_FROM] = max(low - ahead, d[k - 1, c.D_HEAD_FROM]) - wait
        d[k, c.D_HEAD_UNTIL] = min(high - ahead, d[k - 1, c.D_HEAD_UNTIL])
    d[n + 1, c.D_TAIL], d[n + 1, c.D_TAIL_FROM], d[n + 1, c.D_TAIL_UNTIL] = 0, opening, close
    for k in range(n, 0, -1):
        low, high = d[k, c.FROM], min(d[k, c.UNTIL], close)
        if d[k, c.NODE] >= 0:
            low = max(low, w.slots[d[k, c.SLOT_A], c.EARLIEST])
            high = min(high, w.slots[d[k, c.SLOT_A], c.LATEST])
        ahead = d[k, c.STAY] + d[k + 1, c.LEG]
        wait = max(0, d[k + 1, c.D_TAIL_FROM] - ahead - high)
        d[k, c.D_TAIL] = ahead + wait + d[k + 1, c.D_TAIL]
        d[k, c.D_TAIL_FROM] = max(d[k + 1, c.D_TAIL_FROM] - ahead, low) - wait
        d[k, c.D_TAIL_UNTIL] = min(d[k + 1, c.D_TAIL_UNTIL] - ahead, high)


@kernel
def meal_by_chain(w: Tables, p: int, n: int, opening: int, close: int) -> int:
    """Leg and side (leg * 4 + side) on which the pause makes the duty shortest; 0 when none holds it."""
    d, day = w.draft, w.workday
    chain(w, n, opening, close)
    took = day[p, c.MEAL_TOOK]
    low, high = day[p, c.MEAL_FROM], day[p, c.MEAL_TO] - took
    best, at = c.FAR, 0
    for k in range(1, n + 2):
        leg = d[k, c.LEG]
        for side in range(1, 3):
            if (k == 1 and side == c.BEFORE_LEG) or (k == n + 1 and side == c.AFTER_LEG):
                continue
            one, two = (0, leg) if side == c.BEFORE_LEG else (leg, 0)
            ahead = d[k - 1, c.D_HEAD] + one
            if d[k - 1, c.D_HEAD_FROM] + ahead > high:
                continue
            wait = max(0, low - ahead - d[k - 1, c.D_HEAD_UNTIL])
            first = max(low - ahead, d[k - 1, c.D_HEAD_FROM]) - wait
            last = min(high - ahead, d[k - 1, c.D_HEAD_UNTIL])
            ahead += wait + took + two
            if first + ahead > d[k, c.D_TAIL_UNTIL]:
                continue
            length = ahead + max(0, d[k, c.D_TAIL_FROM] - ahead - last) + d[k, c.D_TAIL]
            if length < best:
                best, at = length, k * 4 + side
    return at


@kernel
def time_duty(w: Tables, p: int, n: int, opening: int, close: int) -> bool:
    """Time the draft of `n` elements between these moments; the best run stands in the draft and in `found`."""
    day, f = w.workday, w.found
    lay_out(w, p, n)
    f[c.F_COST_BEST] = c.BIG
    odd = day[p, c.SPLIT] or day[p, c.AT_OPENING] or day[p, c.MEAL_ALWAYS]
    if f[c.F_MULTI] == f[c.F_SOFT] == odd == 0:
        simple = run_plain(w, p, n, opening, close)
        if simple >= 0:
            return simple == 1
    arrival = forward(w, p, n, opening, close, 0, 0)
    if arrival < 0:
        return False
    departure = leaves(w, p, n, opening, arrival, 0, 0)
    weigh(w, p, n, departure, arrival, close, 0, 0)
    plain = arrival - departure
    tries = 2 if f[c.F_MULTI] and not day[p, c.AT_OPENING] else 0
    while tries and arrival - departure - f[c.F_TRAVEL] - f[c.F_BUSY] > 0:
        arrival = forward(w, p, n, departure + 1, close, 0, 0)
        if arrival < 0:
            break
        departure = backward(w, p, n, arrival, 0, 0)
        weigh(w, p, n, departure, arrival, close, 0, 0)
        tries -= 1
    if day[p, c.MEAL_TOOK] and (
        f[c.F_COST_BEST] == c.BIG or day[p, c.MEAL_COST] > 0 or plain > f[c.F_TRAVEL] + f[c.F_BUSY]
    ):
        with_meal(w, p, n, opening, close)
    if f[c.F_COST_BEST] == c.BIG:
        return False
    forward(w, p, n, f[c.F_DEP_BEST], close, f[c.F_ARC_BEST], f[c.F_SIDE_BEST])
    if f[c.F_SIDE_BEST] == c.BEFORE_DUTY:
        f[c.F_PAUSE] = pause_before(w, p, f[c.F_DEP_BEST])
    f[c.F_COST] = f[c.F_COST_BEST] + moved_starts(w, p, n)
    return True


@kernel
def moved_starts(w: Tables, p: int, n: int) -> int:
    """Cost of the draft's starts that differ from those of the earlier plan."""
    d, person, cost = w.draft, w.workday[p, c.PERSON], 0
    for k in range(1, n + 1):
        node = d[k, c.NODE]
        if node >= 0 and w.seat[node, c.MOVED] and w.seat[node, c.EARLIER] == person:
            cost += w.seat[node, c.MOVED] * abs(d[k, c.START] - w.seat[node, c.EARLIER_START])
    return cost


@kernel
def run_plain(w: Tables, p: int, n: int, opening: int, close: int) -> int:
    """Time a draft with one hard slot for each element and no time off, as if nobody ate: 1 when that is the best there
    is, 0 when nothing holds, −1 when a pause has to be looked at.
    """
    d, day, f, r = w.draft, w.workday, w.found, w.rate
    clock = opening
    for k in range(1, n + 1):
        low, high = d[k, c.FROM], d[k, c.UNTIL]
        if d[k, c.NODE] >= 0:
            low = max(low, w.slots[d[k, c.SLOT_A], c.EARLIEST])
            high = min(high, w.slots[d[k, c.SLOT_A], c.LATEST])
        clock = max(clock + d[k, c.LEG], low)
        if clock > high:
            return 0
        d[k, c.START], d[k, c.D_TAIL_UNTIL] = clock, high
        clock += d[k, c.STAY]
    arrival = clock + d[n + 1, c.LEG]
    if arrival > close:
        return 0
    due = arrival
    for k in range(n, 0, -1):
        due = min(due - d[k + 1, c.LEG] - d[k, c.STAY], d[k, c.D_TAIL_UNTIL])
    departure = due - d[1, c.LEG]
    worked = arrival - departure
    waiting = worked - f[c.F_TRAVEL] - f[c.F_BUSY]
    if day[p, c.MEAL_TOOK] and (waiting or (departure < day[p, c.MEAL_FROM] and arrival > day[p, c.MEAL_TO])):
        return -1
    if worked > day[p, c.MAX_DAY]:
        return 0
    clock = departure
    for k in range(1, n + 1):
        clock += d[k, c.LEG]
        d[k, c.ARRIVES] = clock
        d[k, c.START] = clock = max(clock, d[k, c.START])
        clock += d[k, c.STAY]
    f[c.F_WORKED], f[c.F_WAITING], f[c.F_DEP_BEST], f[c.F_ARR_BEST] = worked, waiting, departure, arrival
    f[c.F_ARC_BEST] = f[c.F_SIDE_BEST] = 0
    f[c.F_COST] = r[c.TRAVEL_RATE] * f[c.F_TRAVEL] + r[c.WAITING_RATE] * waiting
    f[c.F_COST] += r[c.OVERTIME] * max(0, worked - day[p, c.NORM_DAY]) + moved_starts(w, p, n)
    f[c.F_COST] += r[c.LATE_ARRIVAL] * max(0, arrival - day[p, c.DUE_BY])
    return 1


@kernel
def with_meal(w: Tables, p: int, n: int, opening: int, close: int) -> None:
    """Weigh runs that begin after the meal's opening, and runs with the pause on a leg."""
    day, f = w.workday, w.found
    begin = max(day[p, c.MEAL_FROM], day[p, c.OPENING]) + day[p, c.MEAL_TOOK] * day[p, c.MEAL_ALWAYS]
    if begin > opening and not day[p, c.AT_OPENING]:
        arrival = forward(w, p, n, begin, close, 0, 0)
        if arrival >= 0:
            weigh(w, p, n, backward(w, p, n, arrival, 0, 0), arrival, close, 0, 0)
    if f[c.F_MULTI] == 0 and day[p, c.SPLIT] == 0 and day[p, c.AT_OPENING] == 0:
        at = meal_by_chain(w, p, n, opening, close)
        if at:
            arrival = forward(w, p, n, opening, close, at // 4, at % 4)
            if arrival >= 0:
                weigh(w, p, n, backward(w, p, n, arrival, at // 4, at % 4), arrival, close, at // 4, at % 4)
        return
    for at in range(5, (n + 2) * 4 - 2):
        if at % 4 in (c.BEFORE_LEG, c.AFTER_LEG):
            arrival = forward(w, p, n, opening, close, at // 4, at % 4)
            if arrival >= 0:
                departure = leaves(w, p, n, opening, arrival, at // 4, at % 4)
                weigh(w, p, n, departure, arrival, close, at // 4, at % 4)
