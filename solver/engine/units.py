"""Units of work: what it changes that one is served or not, and how that is undone."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.stated import max_turns_hold, turns_amount
from solver.engine.tables import Tables, kernel


@kernel
def turn_cost(w: Tables, person: int, kind: int, given: int) -> int:
    """Cost of so many turns of that kind."""
    return turns_amount(w.rate[c.TURN_RATE], w.above[person, kind] + given)


@kernel
def out_of_order(w: Tables, s: int, person: int) -> int:
    """How many of the person's turns on the days before and after the seat's own turn must not follow or precede."""
    kind, at, found = w.seat[s, c.TURN], person * w.rate[c.DAYS] + w.seat[s, c.TURN_DAY], 0
    for i in range(w.rate[c.PAIRS]):
        if w.order[i, c.FIRST_KIND] == kind and w.seat[s, c.TURN_DAY] + 1 < w.rate[c.DAYS]:
            found += w.turned[at + 1, w.order[i, c.SECOND_KIND]]
        if w.order[i, c.SECOND_KIND] == kind and w.seat[s, c.TURN_DAY] > 0:
            found += w.turned[at - 1, w.order[i, c.FIRST_KIND]]
    return found


@kernel
def seat_cost(w: Tables, s: int, person: int) -> int:
    """Cost of this person on the seat beside hours, ways, series and crew; beyond all bounds when the person's other
    turns forbid it.
    """
    cost = w.extra[s, person]
    kind = w.seat[s, c.TURN]
    if kind >= 0:
        given = w.given[person, kind]
        if not max_turns_hold(given + 1, w.most[person, kind]) or (w.rate[c.PAIRS] and out_of_order(w, s, person)):
            return 2 * c.BIG
        cost += turn_cost(w, person, kind, given + 1) - turn_cost(w, person, kind, given)
    return cost


@kernel
def series_cost(w: Tables, i: int) -> int:
    """Cost of further persons in one series."""
    persons = 0
    for a in range(w.series[i, c.MEMBERS_A], w.series[i, c.MEMBERS_B]):
        u = w.lists[a]
        if w.served[u, c.ON_DAY] < 0:
            continue
        person = w.workday[w.held[w.unit[u, c.FIRST], c.BY], c.PERSON]
        new = 1
        for b in range(w.series[i, c.MEMBERS_A], a):
            v = w.lists[b]
            if w.served[v, c.ON_DAY] >= 0 and w.workday[w.held[w.unit[v, c.FIRST], c.BY], c.PERSON] == person:
                new = 0
                break
        persons += new
    return w.rate[c.FURTHER] * max(0, persons - 1)


@kernel
def new_in_series(w: Tables, u: int, person: int) -> int:
    """Extra cost of series when this person takes the first seat of the unit, which is unserved."""
    cost = 0
    for a in range(w.unit[u, c.SERIES_A], w.unit[u, c.SERIES_B]):
        i = w.lists[a]
        others, known = 0, False
        for b in range(w.series[i, c.MEMBERS_A], w.series[i, c.MEMBERS_B]):
            v = w.lists[b]
            if w.served[v, c.ON_DAY] >= 0:
                others += 1
                known |= w.workday[w.held[w.unit[v, c.FIRST], c.BY], c.PERSON] == person
        if others and not known:
            cost += w.rate[c.FURTHER]
    return cost


@kernel
def mix_lack(w: Tables, u: int) -> int:
    """How many persons the roles of the unit's shift want, if it is staffed at all."""
    lack = staff = 0
    for i in range(w.unit[u, c.MIX_A], w.unit[u, c.MIX_B]):
        wanted, staff = w.mix[i, c.AT_LEAST], 0
        for v in range(w.unit[u, c.SHIFT_A], w.unit[u, c.SHIFT_B]):
            if w.served[v, c.ON_DAY] >= 0:
                staff += 1
                role = w.workday[w.held[w.unit[v, c.FIRST], c.BY], c.ROLE]
                for a in range(w.mix[i, c.ROLES_A], w.mix[i, c.ROLES_B]):
                    if w.lists[a] == role:
                        wanted -= 1
                        break
        lack += max(0, wanted) if staff else 0
    return lack


@kernel
def bundle_lack(w: Tables, i: int) -> int:
    """How many tasks a bundle wants that is served in part."""
    served = 0
    for a in range(w.bundle[i, c.MEMBERS_A], w.bundle[i, c.MEMBERS_B]):
        served += w.served[w.lists[a], c.ON_DAY] >= 0
    return w.bundle[i, c.MEMBERS_B] - w.bundle[i, c.MEMBERS_A] - served if served else 0


@kernel
def crew_cost(w: Tables, u: int) -> int:
    """Cost of a crew without anybody preferred."""
    if w.unit[u, c.NOT_LIKED] == 0:
        return 0
    first = w.unit[u, c.FIRST]
    for s in range(first, first + w.unit[u, c.SEATS]):
        if w.liked[s, w.workday[w.held[s, c.BY], c.PERSON]]:
            return 0
    return w.unit[u, c.NOT_LIKED]


@kernel
def count_turns(w: Tables, u: int, sign: int) -> None:
    """Add the unit's turn to its person's, or take it away."""
    s = w.unit[u, c.FIRST]
    kind = w.seat[s, c.TURN]
    if kind >= 0:
        person = w.workday[w.held[s, c.BY], c.PERSON]
        w.given[person, kind] += sign
        if w.rate[c.PAIRS]:
            w.turned[person * w.rate[c.DAYS] + w.seat[s, c.TURN_DAY], kind] += sign


@kernel
def put_on_list(w: Tables, u: int) -> None:
    """Note that the unit is unserved."""
    w.served[u, c.INDEX] = w.tally[c.OPEN_COUNT]
    w.open[w.tally[c.OPEN_COUNT]] = u
    w.tally[c.OPEN_COUNT] += 1


@kernel
def take_off_list(w: Tables, u: int) -> None:
    """Note that the unit is served."""
    w.tally[c.OPEN_COUNT] -= 1
    at, last = w.served[u, c.INDEX], w.open[w.tally[c.OPEN_COUNT]]
    w.open[at] = last
    w.served[last, c.INDEX] = at


@kernel
def log_unit(w: Tables, u: int) -> None:
    """Remember how the unit stood at the beginning of this round."""
    t = w.tally
    if w.served[u, c.LOGGED] == t[c.ROUND]:
        return
    w.served[u, c.LOGGED] = t[c.ROUND]
    w.logged[t[c.LOG_COUNT]] = u
    t[c.LOG_COUNT] += 1
    w.old_day[u] = w.served[u, c.ON_DAY]
    for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
        for i in range(4):
            w.old_held[s, i] = w.held[s, i]


@kernel
def sum_of_others(w: Tables, u: int, sign: int) -> None:
    """Add what a served unit costs beside duties and turns, or take it away; levels the other way round."""
    t = w.tally
    for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
        t[c.TOTAL] += sign * w.extra[s, w.workday[w.held[s, c.BY], c.PERSON]]
    t[c.TOTAL] += sign * (crew_cost(w, u) - w.unit[u, c.UNCHANGED])
    t[c.MISSED_SUM] -= sign * w.unit[u, c.MISSED]
    t[c.LEFT_SUM] -= sign * w.unit[u, c.LEFT]
    t[c.LACK] -= sign * w.unit[u, c.FORCED]
    s = w.unit[u, c.FIRST]
    kind = w.seat[s, c.TURN]
    if kind >= 0:
        person = w.workday[w.held[s, c.BY], c.PERSON]
        given = w.given[person, kind]
        with_it = given + (sign > 0)
        t[c.TOTAL] += sign * (turn_cost(w, person, kind, with_it) - turn_cost(w, person, kind, with_it - 1))
        t[c.LACK] += sign * (not max_turns_hold(with_it, w.most[person, kind]))
        if w.rate[c.PAIRS]:
            t[c.LACK] += sign * out_of_order(w, s, person)
    count_turns(w, u, sign)


@kernel
def group_costs(w: Tables, u: int, sign: int) -> None:
    """Add or take away the cost of the unit's series and the lack of its shift's mix and of its bundle."""
    for a in range(w.unit[u, c.SERIES_A], w.unit[u, c.SERIES_B]):
        w.tally[c.TOTAL] += sign * series_cost(w, w.lists[a])
    if w.unit[u, c.MIX_A] < w.unit[u, c.MIX_B]:
        w.tally[c.LACK] += sign * mix_lack(w, u)
    if w.unit[u, c.BUNDLE] >= 0:
        w.tally[c.LACK] += sign * bundle_lack(w, w.unit[u, c.BUNDLE])


@kernel
def serve(w: Tables, u: int, day: int) -> None:
    """Count the unit as served on `day`; its seats are held already."""
    group_costs(w, u, -1)
    w.served[u, c.ON_DAY] = day
    group_costs(w, u, 1)
    sum_of_others(w, u, 1)
    take_off_list(w, u)


@kernel
def unserve(w: Tables, u: int) -> None:
    """Count the unit as unserved; its duties are timed anew elsewhere."""
    sum_of_others(w, u, -1)
    group_costs(w, u, -1)
    w.served[u, c.ON_DAY] = -1
    group_costs(w, u, 1)
    for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
        w.held[s, c.BY], w.held[s, c.SINCE], w.held[s, c.UPTO] = -1, 0, c.FAR
    put_on_list(w, u)


@kernel
def unlog(w: Tables) -> None:
    """Put every logged unit back as it was (sums are restored by the caller)."""
    t = w.tally
    for j in range(t[c.LOG_COUNT]):
        u = w.logged[j]
        is_on, was_on = w.served[u, c.ON_DAY] >= 0, w.old_day[u] >= 0
        if is_on:
            count_turns(w, u, -1)
        for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
            for i in range(4):
                w.held[s, i] = w.old_held[s, i]
        w.served[u, c.ON_DAY] = w.old_day[u]
        if was_on:
            count_turns(w, u, 1)
        if is_on and not was_on:
            put_on_list(w, u)
        elif was_on and not is_on:
            take_off_list(w, u)
    t[c.LOG_COUNT] = 0
