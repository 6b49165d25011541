"""Improving a draft: ruin a part, fill it again, keep it if it is better or the annealing lets it pass."""

from __future__ import annotations

import math
import random

from solver.search.board import Unit
from solver.search.construction import in_order
from solver.search.draft import Draft
from solver.search.insertion import cheapest
from solver.search.pace import Pace
from solver.search.ruin import ruin
from solver.search.terms import cost_of_state

MINUTE = 6_000
HOT, COLD = 25 * MINUTE, MINUTE // 2
BANK = 10
BLINK = 0.02
WIDE = 36


def improve(draft: Draft, pace: Pace, rng: random.Random) -> None:
    """Improve the draft until the budget ends; it is left in its best state."""
    board = draft.board
    best = current = draft.state()
    able = [unit for unit in board.units if all(board.candidates[seat] for seat in unit.seats)]
    absences = [0] * len(board.units)
    while not pace.over():
        pace.iterations += 1
        pace.beat(lambda: cost_of_state(draft, best))  # noqa: B023
        bank = [unit for unit in able if draft.day[unit.number] < 0]
        touched = ruin(draft, rng, bank)
        holds = _refill(draft, able, bank, touched, absences, rng)
        heat = HOT * (COLD / HOT) ** pace.share
        if holds and draft.scalar <= current.scalar - heat * math.log(1.0 - rng.random()):
            current = draft.state()
            if current.key < best.key:
                best = current
        else:
            draft.restore(current)
    draft.restore(best)


def _refill(
    draft: Draft, able: list[Unit], bank: list[Unit], touched: set[int], absences: list[int], rng: random.Random
) -> bool:
    """Serve again what was taken out, and some of what was unserved before; whether all rules hold then."""
    former = {unit.number for unit in bank}
    tried = rng.sample(bank, min(len(bank), BANK))
    units = [unit for unit in able if draft.day[unit.number] < 0 and unit.number not in former] + tried
    for unit in _arranged(draft, units, absences, rng):
        only = None if rng.random() < 0.1 else _near_duties(draft, unit, touched, rng)
        way = cheapest(draft, unit, rng, BLINK, only)
        if way is None:
            absences[unit.number] += 1
        else:
            draft.place(unit, way.moves)
    return draft.tidy()


def _arranged(draft: Draft, units: list[Unit], absences: list[int], rng: random.Random) -> list[Unit]:
    """The order in which units come back: mostly the scarcest first, or those that were often left out, or any."""
    draw = rng.random()
    if draw < 0.4:
        return in_order(draft.board, units)
    rng.shuffle(units)
    if draw < 0.7:
        units.sort(key=lambda unit: (not unit.mandatory, -absences[unit.number]))
    return sorted(units, key=lambda unit: draft.board.level[unit.number])


def _near_duties(draft: Draft, unit: Unit, touched: set[int], rng: random.Random) -> frozenset[int] | None:
    """Duties worth looking at: those touched just now, those of near units, and some at random."""
    board = draft.board
    every = board.all_candidates[unit.number]
    if len(every) <= WIDE:
        return None
    found = set(touched)
    for number in board.near[unit.number]:
        if draft.day[number] >= 0:
            found.update(draft.holder[seat] for seat in board.units[number].seats)
            if len(found) > WIDE:
                break
    found.update(rng.sample(every, 12))
    return frozenset(found)
