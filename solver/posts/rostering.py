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

from solver.packed import entry, kernel
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
WIDTH = 20_000
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


@entry
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
    days, count = len(first) - 1, amount.shape[1]
    states = rules[OFF_LEAST] + 1 + may.shape[0] * rules[RUN_LENGTHS] * 2
    bound = bounds(first, price, kind, may, amount, period, closes, terms, rules, states)
    key, unit = rules[KEY], rules[UNIT]
    slots[:] = -1
    mask, cut = len(slots) - 1, False
    fresh = np.zeros(count, np.int64)
    label[0, NODE], label[0, COST], label[0, FROM], label[0, CHOICE] = START, 0, -1, -1
    tallies[0] = 0
    begin, end, total = 0, 1, 1
    weekly = rules[WEEKEND]
    for day in range(days):
        for i in range(begin, end):
            for choice in range(first[day], first[day + 1]):
                if price[choice] >= NEVER:
                    continue
                then = after(label[i, NODE], kind, choice, may, rules)
                if then < 0:
                    continue
                cost = label[i, COST] + price[choice]
                if key < 0 and (bound[day + 1, then, 0] >= NEVER or cost + bound[day + 1, then, 0] >= limit):
                    continue
                mark = np.uint64(then + 1)
                for t in range(count):
                    value = tallies[i, t]
                    if t == weekly:
                        if kind[choice, WORK] and weekends[day] >= 0 and value % 2 == 0:
                            value += 3
                        if value // 2 > terms[t, 0, MOST]:
                            cost = NEVER
                            break
                        if day + 1 == days or weekends[day + 1] != weekends[day]:
                            value -= value % 2
                        if value // 2 + spare[t, day] <= terms[t, 0, MOST]:
                            value = 0
                    else:
                        value += amount[choice, t]
                        if value > terms[t, period[t, day], MOST]:
                            cost = NEVER
                            break
                        if closes[t, day]:
                            cost += charge(terms, t, period[t, day], value)
                            value = 0
                        else:
                            value = settled(terms, t, period[t, day], value, spare[t, day], unit if t == key else 1)
                    fresh[t] = value
                    mark = (mark ^ np.uint64(value)) * np.uint64(0x9E3779B97F4A7C15)
                    mark ^= mark >> np.uint64(29)
                if cost >= NEVER:
                    continue
                ahead = bound[day + 1, then, fresh[key] // unit if key >= 0 else 0]
                if ahead >= NEVER or cost + ahead >= limit:
                    continue
                at = np.int64(mark & np.uint64(mask))
                while True:
                    there = slots[at]
                    if there < end:
                        if total >= len(label) or total - end > mask // 2:
                            cut = True
                            break
                        slots[at] = total
                        label[total, NODE], label[total, COST] = then, cost
                        label[total, FROM], label[total, CHOICE] = i, choice
                        tallies[total, :count] = fresh
                        total += 1
                        break
                    same = label[there, NODE] == then
                    for t in range(count):
                        same = same and tallies[there, t] == fresh[t]
                    if same:
                        if cost < label[there, COST]:
                            label[there, COST], label[there, FROM], label[there, CHOICE] = cost, i, choice
                        break
                    at = (at + 1) & mask
        begin, end = end, total
        if end - begin > width:
            end = total = trim(label, tallies, begin, end, bound[day + 1], rules, width)
            cut = True
            slots[:] = -1
    found = 0
    while found < len(out):
        best = -1
        for i in range(begin, end):
            if label[i, COST] < limit and (best < 0 or label[i, COST] < label[best, COST]):
                best = i
        if best < 0:
            break
        costs[found] = label[best, COST]
        at = best
        for day in range(days - 1, -1, -1):
            out[found, day] = label[at, CHOICE]
            at = label[at, FROM]
        label[best, COST] = NEVER
        found += 1
    return -1 - found if cut else found


plain_after: Callable[..., int] = cast("Any", after).py_func
plain_charge: Callable[..., int] = cast("Any", charge).py_func
"""The same, not compiled: for whoever is not a kernel."""


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
        found = search(
            *(s.first, price, s.kind, s.may, s.amount, s.period, s.closes, s.spare, s.terms, s.rules),
            *(self.weekends, self.label, self.tallies, self.slots, limit, width, out, costs),
        )
        count = found if found >= 0 else -1 - found
        return Found(out[:count], costs[:count], found >= 0)


class Found(NamedTuple):
    """Choices by roster and day; cost of each at the prices; whether none that is better was passed over."""

    rosters: Ints
    costs: Ints
    exact: bool


def load() -> None:
    """Load the machine code, or compile it: a quarter of a minute, once for each machine and version."""
    flat, square, cube = (types.Array(types.int64, dimensions, "C") for dimensions in (1, 2, 3))
    whole = types.int64
    arrays = (flat, flat, square, square, square, square, square, square, cube, flat, flat, square, square, flat)
    search.compile((*arrays, whole, whole, square, flat))  # type: ignore[attr-defined]
