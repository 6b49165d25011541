"""The cheapest way to serve one unit in a draft."""

from __future__ import annotations

import random
from collections.abc import Collection
from typing import NamedTuple

from solver.objective import target
from solver.rules import role_mix_holds, week_hours
from solver.search.board import Unit
from solver.search.crews import NO_LIMITS, Limits, crew_ways
from solver.search.draft import Draft, Move, with_seat

TRIES = 12
FAILURES = 60


class Way(NamedTuple):
    """A way to serve a unit: what it costs, and its moves."""

    cost: int
    moves: list[Move]


def cheapest(
    draft: Draft,
    unit: Unit,
    rng: random.Random,
    blink: float = 0.0,
    only: Limits = NO_LIMITS,
    thorough: bool = False,
) -> Way | None:
    """The cheapest way found to serve the unit, or `None`. `blink`: share of ways overlooked at random; `only`: the
    duties that are looked at for a seat, where they are not all; `thorough`: go on until a way is found or none is
    left.
    """
    if unit.coupled:
        found = crew_ways(draft, unit, rng, blink, only)
        return None if found is None else Way(*found)
    seat = unit.seats[0]
    best: Way | None = None
    tries = 0
    for bound, pd, index in _ranked(draft, unit, seat, only.get(seat), thorough):
        if best is None:
            if tries >= FAILURES and not thorough:
                break
        elif bound >= best.cost or tries >= TRIES:
            break
        if blink and rng.random() < blink:
            continue
        duty = draft.duties[pd]
        tries += 1
        timing = draft.timing(pd, with_seat(duty.order if duty else (), index, seat, -1))
        if timing is None or not draft.fits(pd, timing):
            continue
        cost = draft.duty_delta(pd, timing) + draft.surcharge(seat, pd // draft.days)
        if best is None or cost < best.cost:
            best = Way(cost, [(seat, pd, -1, timing)])
    return best


def _ranked(
    draft: Draft, unit: Unit, seat: int, only: Collection[int] | None, thorough: bool
) -> list[tuple[int, int, int]]:
    """A cost that is hardly ever undercut, duty and entry of each opening, cheapest first."""
    board, weights, days = draft.board, draft.problem.weights, draft.days
    found: list[tuple[int, int, int]] = []
    extras: dict[int, int] = {}
    took = board.duration[seat]
    free_days = [draft.series_allows(unit, day) for day in range(days)]
    roles = roles_asked(draft, unit)
    for pd in board.candidates[seat]:
        person, day = divmod(pd, days)
        workday, duty = board.workdays[pd], draft.duties[pd]
        if not free_days[day] or workday is None or (only is not None and pd not in only):
            continue
        if roles is not None and draft.problem.persons[person].role not in roles:
            continue
        if duty is None and not draft.may_open(pd):
            continue
        ways = draft.openings(seat, workday)
        if not ways:
            continue
        if person not in extras:
            extras[person] = draft.surcharge(seat, person)
        pw = person * draft.weeks + board.week_of[day]
        served, who = draft.served[pw], draft.problem.persons[person]
        least = took + min(ways).way - (duty.waiting if duty is not None else 0)
        if not week_hours.allows(who, draft.worked[pw] + least):
            continue
        fixed = extras[person] + target.cost(weights, who, served + took) - target.cost(weights, who, served)
        if duty is not None:
            fixed -= weights.waiting * duty.waiting
        found += [(fixed + weights.travel * way.way, pd, way.entry) for way in (ways if thorough else sorted(ways)[:3])]
    found.sort()
    return found


def roles_asked(draft: Draft, unit: Unit) -> frozenset[str] | None:
    """The roles of which somebody must come first, so that the shift's mix comes to hold; `None`: any."""
    if unit.shift is None or unit.pinned:
        return None
    shift = draft.problem.shifts[unit.shift]
    if not shift.mix:
        return None
    roles = [draft.problem.persons[person].role for person in draft.staff(unit.shift)]
    missing = role_mix_holds.missing(shift, roles)
    return frozenset().union(*(mix.roles for mix in missing)) if missing else None
