"""What is taken out of a draft before it is filled again: strings around a place, days, hours, series, or a way in."""

from __future__ import annotations

import random

from solver.search.board import Unit
from solver.search.draft import Draft
from solver.search.timing import SHIFT

STRING = 6
STRINGS = 4


def ruin(draft: Draft, rng: random.Random, bank: list[Unit]) -> set[int]:
    """Take some units out; the duties (as `pd`) they were in. `bank`: unserved units that could be served."""
    draw = rng.random()
    served = [unit for unit in draft.board.units if draft.day[unit.number] >= 0 and not unit.pinned]
    if not served:
        return set()
    if bank and draw < 0.25:
        return _way_in(draft, rng, rng.choice(bank))
    seed = rng.choice(served)
    if draw < 0.65:
        return _strings(draft, rng, seed)
    if draw < 0.75:
        return _duties(draft, rng, seed)
    if draw < 0.85:
        return _hours(draft, rng, seed, served)
    if draw < 0.9:
        return _series(draft, rng, seed)
    return _take(draft, [rng.choice(served) for _ in range(rng.randint(1, 6))])


def _take(draft: Draft, units: list[Unit]) -> set[int]:
    touched = set()
    for unit in units:
        if draft.day[unit.number] >= 0:
            duties = {draft.holder[seat] for seat in unit.seats}
            if draft.remove(unit):
                touched |= duties
    return touched


def _units_in(draft: Draft, pd: int) -> list[Unit]:
    duty = draft.duties[pd]
    return [draft.board.units[draft.board.unit_of[entry >> SHIFT]] for entry in duty.order] if duty else []


def _strings(draft: Draft, rng: random.Random, seed: Unit) -> set[int]:
    """Stretches of neighbouring duties around the seed."""
    touched: set[int] = set()
    strings = rng.randint(1, STRINGS)
    for number in [seed.number, *draft.board.near[seed.number]]:
        unit = draft.board.units[number]
        if len(touched) >= strings:
            break
        if draft.day[number] < 0:
            continue
        pd = draft.holder[rng.choice(unit.seats)]
        if pd not in touched:
            touched.add(pd)
            inside = _units_in(draft, pd)
            at = inside.index(unit)
            length = rng.randint(1, min(STRING, len(inside)))
            first = max(0, min(at - rng.randrange(length), len(inside) - length))
            touched |= _take(draft, inside[first : first + length])
    return touched


def _duties(draft: Draft, rng: random.Random, seed: Unit) -> set[int]:
    """One or two whole duties of the person who serves the seed."""
    pd = draft.holder[rng.choice(seed.seats)]
    first = pd - pd % draft.days
    others = [other for other in range(first, first + draft.days) if draft.duties[other] is not None and other != pd]
    chosen = [pd, *rng.sample(others, min(len(others), rng.randint(0, 1)))]
    return _take(draft, [unit for other in chosen for unit in _units_in(draft, other)][:14]) | set(chosen)


def _hours(draft: Draft, rng: random.Random, seed: Unit, served: list[Unit]) -> set[int]:
    """Units served at about the same time as the seed."""
    moment = _start(draft, seed)
    day = draft.day[seed.number]
    same = sorted((abs(_start(draft, unit) - moment), unit.number) for unit in served if draft.day[unit.number] == day)
    near = [draft.board.units[number] for _, number in same[:14]]
    return _take(draft, rng.sample(near, min(len(near), rng.randint(2, 7))))


def _start(draft: Draft, unit: Unit) -> int:
    duty = draft.duties[draft.holder[unit.seats[0]]]
    assert duty is not None
    return duty.starts[duty.nodes.index(unit.seats[0])]


def _series(draft: Draft, rng: random.Random, seed: Unit) -> set[int]:
    """All of the seed's series, or the seed and two others when it has none."""
    if seed.task is None or not draft.board.series_of[seed.task]:
        return _strings(draft, rng, seed)
    series = draft.problem.series[draft.board.series_of[seed.task][0]]
    return _take(draft, [draft.board.units[item] for item in series.tasks])


def _way_in(draft: Draft, rng: random.Random, unit: Unit) -> set[int]:
    """Room for an unserved unit in one or two duties that could hold it."""
    touched: set[int] = set()
    day: int | None = None
    for seat in unit.seats:
        duties = draft.board.candidates[seat] if day is None else draft.board.by_day[seat].get(day, [])
        if not duties:
            continue
        pd = rng.choice(duties)
        day = pd % draft.days
        inside = _units_in(draft, pd) or _week_of(draft, rng, pd)
        at, length = rng.randrange(len(inside) + 1), rng.randint(1, 4)
        touched |= _take(draft, inside[max(0, at - length) : at + length]) | {pd}
    return touched


def _week_of(draft: Draft, rng: random.Random, pd: int) -> list[Unit]:
    """Another duty of a person whose week may be full."""
    first = pd - pd % draft.days
    others = [other for other in range(first, first + draft.days) if draft.duties[other] is not None]
    return _units_in(draft, rng.choice(others)) if others else []
