"""The best roster of one person at given prices: a shortest path through the days, compiled.

A *label* is a roster of the first days: where its run of work or of days off stands, and its tallies. Of two labels
that agree in these the cheaper one is kept; a tally that can no longer matter is set to a common value first. A label
whose cost, with the least that all further days cost when tallies are left out, is no better than what is asked for,
is dropped. A layer of labels wider than `width` is cut to its most promising ones; then the answer may miss the best.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numba import types

from solver.packed import compile_once, entry, kernel, version_of
from solver.posts.sheet import (
    BEGIN,
    END,
    KEY,
    MOST,
    NEVER,
    OFF_LEAST,
    RISE,
    RUN_BEFORE,
    RUN_LEAST,
    RUN_LENGTHS,
    RUN_MOST,
    SHORT,
    SQUARE,
    STEEP,
    UNIT,
    VALUES,
    WEEKEND,
    WORK,
    Ints,
    Sheet,
)

SLOTS = 1 << 16
LABELS = 1 << 18
WIDTH = 2_000
START, DAY_OFF = 0, 1
NODE, COST, FROM, CHOICE = range(4)


@kernel
def after(node: int, kind: Ints, choice: int, may: Ints, rules: Ints) -> int:
    """The state after a day with this choice; −1 when it may not follow.

    States: 0 the start; 1 … off the length of a run of days off; then for each class of last day, length of the run of
    work, and whether the run touches the horizon's start.
    """
    off, lengths = rules[OFF_LEAST], rules[RUN_LENGTHS]
    run, touches, last = 0, 0, 0
    if node > off:
        rest = node - off - 1
        touches, run, last = rest % 2, rest // 2 % lengths + 1, rest // 2 // lengths
    if kind[choice, WORK] == 0:
        if node == START:
            return int(off)
        if run == 0:
            return int(min(node + 1, off))
        return DAY_OFF if touches or run >= rules[RUN_LEAST] else -1
    if run and not may[last, kind[choice, BEGIN]]:
        return -1
    if START < node < off:
        return -1
    if node == START:
        run, touches = rules[RUN_BEFORE], 1
    run += 1
    if run > rules[RUN_MOST]:
        return -1
    run = min(run, lengths)
    if run >= rules[RUN_LEAST]:
        touches = 0
    return int(off + 1 + ((kind[choice, END] * lengths + run - 1) * 2 + touches))


@kernel
def charge(terms: Ints, tally: int, period: int, value: int) -> int:
    """What a tally costs when its period closes; `NEVER` when it breaks its limit."""
    row = terms[tally, period]
    if value > row[MOST]:
        return NEVER
    cost = max(0, value - row[RISE]) * row[RISE + 1] + max(0, value - row[STEEP]) * row[STEEP + 1]
    cost += max(0, row[SHORT] - value) * row[SHORT + 1]
    over = max(0, value + row[SQUARE + 1])
    return int(cost + row[SQUARE] * over * over)


@kernel
def settled(terms: Ints, tally: int, period: int, value: int, spare: int, unit: int) -> int:
    """The tally's value, or the one that stands for all from which it can only come to the same."""
    row = terms[tally, period]
    limit = min(row[MOST], row[RISE], row[STEEP])
    if row[SQUARE] > 0:
        limit = min(limit, -row[SQUARE + 1])
    floor = -(-row[SHORT] // unit) * unit if row[SHORT + 1] > 0 else 0
    return int(floor if value > floor and value + spare <= limit else value)


@kernel
def bounds(
    first: Ints,
    price: Ints,
    kind: Ints,
    may: Ints,
    amount: Ints,
    period: Ints,
    closes: Ints,
    terms: Ints,
    rules: Ints,
    states: int,
) -> Ints:
    """The least that days from `d` on cost from each state and value of the key tally, other tallies left out.

    Shape (days + 1, states, values); a value counts in the key tally's units.
    """
    days, key, unit, values = len(first) - 1, rules[KEY], rules[UNIT], rules[VALUES]
    bound = np.full((days + 1, states, values), NEVER, np.int64)
    bound[days] = 0
    for day in range(days - 1, -1, -1):
        for choice in range(first[day], first[day + 1]):
            if price[choice] >= NEVER:
                continue
            more = amount[choice, key] // unit if key >= 0 else 0
            for node in range(states):
                then = after(node, kind, choice, may, rules)
                if then < 0:
                    continue
                for value in range(values - more):
                    ahead = bound[day + 1, then, value + more]
                    if key >= 0 and closes[key, day]:
                        ahead = bound[day + 1, then, 0]
                        ahead += charge(terms, key, period[key, day], (value + more) * unit)
                    if ahead < NEVER:
                        bound[day, node, value] = min(bound[day, node, value], price[choice] + ahead)
    return bound


@kernel
def trim(label: Ints, tallies: Ints, begin: int, end: int, bound: Ints, rules: Ints, width: int) -> int:
    """Keep the `width` most promising labels of a layer; the layer's new end."""
    promise, key = np.empty(end - begin, np.int64), rules[KEY]
    for i in range(begin, end):
        value = tallies[i, key] // rules[UNIT] if key >= 0 else 0
        promise[i - begin] = label[i, COST] + bound[label[i, NODE], value]
    limit = np.partition(promise, width)[width]
    kept = begin
    for i in range(begin, end):
        if promise[i - begin] < limit:
            label[kept] = label[i]
            tallies[kept] = tallies[i]
            kept += 1
    return kept


@kernel
def weekends_after(value: int, works: int, weekend: int, then: int, most: int, spare: int) -> int:
    """Twice the weekends with work, and 1 while the present one is among them; −1 when there are too many.

    `weekend`, `then`: numbers of this day's weekend and the next day's; `spare`: weekends still to come.
    """
    if works and weekend >= 0 and value % 2 == 0:
        value += 3
    if value // 2 > most:
        return -1
    if then != weekend:
        value -= value % 2
    return 0 if value // 2 + spare <= most else value


@kernel
def add_up(
    old: Ints,
    new: Ints,
    day: int,
    choice: int,
    kind: Ints,
    amount: Ints,
    period: Ints,
    closes: Ints,
    spare: Ints,
    terms: Ints,
    rules: Ints,
    weekends: Ints,
) -> int:
    """Fill in the tallies after a day with this choice; what they cost when they close, `NEVER` when one breaks."""
    cost = 0
    for t in range(amount.shape[1]):
        if t == rules[WEEKEND]:
            then = weekends[day + 1] if day + 1 < len(weekends) else -2
            new[t] = weekends_after(old[t], kind[choice, WORK], weekends[day], then, terms[t, 0, MOST], spare[t, day])
            if new[t] < 0:
                return NEVER
            continue
        value = old[t] + amount[choice, t]
        if value > terms[t, period[t, day], MOST]:
            return NEVER
        if closes[t, day]:
            cost += charge(terms, t, period[t, day], value)
            value = 0
        else:
            unit = rules[UNIT] if t == rules[KEY] else 1
            value = settled(terms, t, period[t, day], value, spare[t, day], unit)
        new[t] = value
    return int(cost)


@kernel
def keep(label: Ints, tallies: Ints, slots: Ints, begin: int, new: int, count: int) -> int:
    """Keep the label `new` unless one of its layer (from `begin` on) agrees with it; 1 when it is a further one.

    The cheaper one of the two takes the place of both. `slots`: a table of labels by their marks; what lies there
    from before the layer is as good as empty.
    """
    mask, mark = len(slots) - 1, np.uint64(label[new, NODE] + 1)
    for t in range(count):
        mark = (mark ^ np.uint64(tallies[new, t])) * np.uint64(0x9E3779B97F4A7C15)
        mark ^= mark >> np.uint64(29)
    at = np.int64(mark & np.uint64(mask))
    while slots[at] >= begin:
        there = slots[at]
        same = label[there, NODE] == label[new, NODE]
        for t in range(count):
            same = same and tallies[there, t] == tallies[new, t]
        if same:
            if label[new, COST] < label[there, COST]:
                label[there] = label[new]
            return 0
        at = (at + 1) & mask
    slots[at] = new
    return 1


@kernel
def told(label: Ints, begin: int, end: int, limit: int, days: int, out: Ints, costs: Ints) -> int:
    """Write down the cheapest labels of the last layer; how many there are."""
    for found in range(len(out)):
        best = begin
        for i in range(begin, end):
            if label[i, COST] < label[best, COST]:
                best = i
        if begin == end or label[best, COST] >= limit:
            return found
        costs[found] = label[best, COST]
        at = best
        for day in range(days - 1, -1, -1):
            out[found, day] = label[at, CHOICE]
            at = label[at, FROM]
        label[best, COST] = NEVER
    return len(out)


@kernel
def search(
    first: Ints,
    price: Ints,
    kind: Ints,
    may: Ints,
    amount: Ints,
    period: Ints,
    closes: Ints,
    spare: Ints,
    terms: Ints,
    rules: Ints,
    weekends: Ints,
    label: Ints,
    tallies: Ints,
    slots: Ints,
    limit: int,
    width: int,
    out: Ints,
    costs: Ints,
) -> int:
    """Fill `out[i]` with the choice numbers of the `i`-th best ending, cheaper than `limit`, and `costs[i]`.

    Returns how many were found, negative minus one when a layer was cut.
    """
    days, count, key = len(first) - 1, amount.shape[1], rules[KEY]
    states = rules[OFF_LEAST] + 1 + may.shape[0] * rules[RUN_LENGTHS] * 2
    bound = bounds(first, price, kind, may, amount, period, closes, terms, rules, states)
    slots[:] = -1
    label[0, NODE], label[0, COST], label[0, FROM], label[0, CHOICE] = START, 0, -1, -1
    tallies[0] = 0
    begin, end, total, cut = 0, 1, 1, False
    for day in range(days):
        for i in range(begin, end):
            for choice in range(first[day], first[day + 1]):
                then = after(label[i, NODE], kind, choice, may, rules) if price[choice] < NEVER else -1
                if then < 0:
                    continue
                closing = add_up(
                    tallies[i], tallies[total], day, choice, kind, amount, period, closes, spare, terms, rules, weekends
                )
                if closing >= NEVER:
                    continue
                cost = label[i, COST] + price[choice] + closing
                ahead = bound[day + 1, then, tallies[total, key] // rules[UNIT] if key >= 0 else 0]
                if ahead >= NEVER or cost + ahead >= limit:
                    continue
                label[total, NODE], label[total, COST], label[total, FROM], label[total, CHOICE] = then, cost, i, choice
                total += keep(label, tallies, slots, end, total, count)
                if total - end > len(slots) // 2 or total + 1 >= len(label):
                    cut = True
                    total -= 1
        begin, end = end, total
        if end - begin > width:
            end = total = trim(label, tallies, begin, end, bound[day + 1], rules, width)
            slots[:] = -1
            cut = True
    found = told(label, begin, end, limit, days, out, costs)
    return -1 - found if cut else found


plain_after: Callable[..., int] = cast("Any", after).py_func
plain_charge: Callable[..., int] = cast("Any", charge).py_func
"""The same, not compiled: for whoever is not a kernel."""
FLAT, TABLE, CUBE = (types.Array(types.int64, dimensions, "C") for dimensions in (1, 2, 3))
SIGNATURE = (
    cast("Any", types.Tuple)(
        (
            *(FLAT, FLAT, TABLE, TABLE, TABLE, TABLE, TABLE, TABLE, CUBE, FLAT, FLAT, TABLE, TABLE, FLAT),
            *(types.int64, types.int64, TABLE, FLAT),
        )
    ),
)
"""What `search` takes, as one argument."""


def _machine(version: int) -> Any:
    """The entry. Kept code is found again by what a function encloses, so `version` makes old code be left alone."""

    @entry
    def act(given: Any) -> int:
        return search(*given) if version else 0

    return act


act = _machine(version_of(__file__))


def load() -> None:
    """Load the machine code, or compile it: a quarter of a minute, once for each machine and version."""
    compile_once(act, SIGNATURE)


class Rostering:
    """The kernel with the room that it works in; one for each thread."""

    def __init__(self, weekends: tuple[int, ...], days: int, tallies: int) -> None:
        self.weekends = np.array(weekends or (-1,) * days, np.int64)
        self.label = np.empty((LABELS, 4), np.int64)
        self.tallies = np.empty((LABELS, tallies), np.int64)
        self.slots = np.empty(SLOTS, np.int64)

    def best(self, sheet: Sheet, prices: Ints, limit: int, most: int = 1, width: int = WIDTH) -> Found:
        """Rosters that cost less than `limit` at these prices of the posts, the best first, at most so many.

        `prices`: hundredths of a second by post, and 0 at last for no post; `NEVER`: not to be had.
        """
        at_posts = prices[sheet.posts]
        shut = at_posts >= NEVER
        price = sheet.own + np.where(shut, 0, at_posts).sum(axis=1)
        price[shut.any(axis=1)] = NEVER
        out, costs = np.empty((most, self.weekends.size), np.int64), np.empty(most, np.int64)
        s = sheet
        room = (self.weekends, self.label, self.tallies, self.slots, limit, width, out, costs)
        found = act((s.first, price, s.kind, s.may, s.amount, s.period, s.closes, s.spare, s.terms, s.rules, *room))
        count = found if found >= 0 else -1 - found
        return Found(out[:count], costs[:count], found >= 0)


class Found(NamedTuple):
    """Choices by roster and day; cost of each at the prices; whether none that is better was passed over."""

    rosters: Ints
    costs: Ints
    exact: bool
