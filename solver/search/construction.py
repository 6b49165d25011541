"""The first draft: pins first, then one unit after the other, the scarcest first, each where it is cheapest."""

from __future__ import annotations

import random
from collections.abc import Sequence

from solver.former import Former
from solver.search.adoption import adopt
from solver.search.board import Board, Unit
from solver.search.draft import Draft
from solver.search.insertion import cheapest

ATTEMPTS = 20
LAST = 40


class PinsCannotHold(ValueError):  # noqa: N818
    """No way was found to serve everything that is pinned. `seats`: the first seats of what did not fit."""

    def __init__(self, seats: tuple[str, ...]) -> None:
        self.seats = seats
        super().__init__("no way was found to keep every pin: " + ", ".join(seats))


def place_pinned(draft: Draft, former: Former, rng: random.Random) -> None:
    """Serve every pinned unit, what must come before it, and the roles that a pinned shift asks for.

    Raises `PinsCannotHold` when none of several orders works.
    """
    board = draft.board
    wanted = {unit.number for unit in board.units if unit.pinned}
    for number in sorted(wanted):
        wanted |= _before(board, number)
    units = in_order(board, [board.units[number] for number in sorted(wanted)])
    empty, failed = draft.state(), units
    for attempt in range(ATTEMPTS if units else 0):
        draft.restore(empty)
        if attempt < 2:  # what is pinned may have been possible only beside the rest of the earlier plan
            adopt(draft, former, units if not attempt else board.units)
            draft.tidy()
        failed = [unit for unit in units if draft.day[unit.number] < 0 and not serve(draft, unit, rng)]
        failed = failed or _mixes_unmet(draft, units, rng)
        if not failed:
            break
        rest = [unit for unit in units if unit not in failed]
        rng.shuffle(rest)
        units = sorted([*failed, *rest], key=lambda unit: board.level[unit.number])
    if failed:
        refs = (board.refs[unit.seats[0]] for unit in failed)
        raise PinsCannotHold(tuple(f"{ref.kind} {ref.item} seat {ref.seat}" for ref in refs))


def complete(draft: Draft, rng: random.Random) -> None:
    """Look once more, and at every way, for room for a few units that are still unserved."""
    board = draft.board
    open_ = (unit for unit in board.units if draft.day[unit.number] < 0)
    able = [unit for unit in open_ if all(board.candidates[seat] for seat in unit.seats)]
    before = draft.state()
    for unit in in_order(board, able)[:LAST]:
        serve(draft, unit, rng, thorough=True)
    if not draft.tidy() or draft.state().key > before.key:
        draft.restore(before)


def in_order(board: Board, units: Sequence[Unit]) -> list[Unit]:
    """Mandatory before optional, what precedes before what follows, crews and scarce candidates first, neighbours
    next to each other.
    """
    return sorted(
        units,
        key=lambda unit: (
            not unit.mandatory,
            board.level[unit.number],
            -len(unit.seats),
            min(len(board.candidates[seat]) for seat in unit.seats).bit_length(),
            -unit.amount if not unit.mandatory else 0,
            board.chain_rank[unit.number],
        ),
    )


def serve(draft: Draft, unit: Unit, rng: random.Random, *, thorough: bool = False) -> bool:
    """Place the unit where it is cheapest; `False` when no way was found. `thorough`: as in `cheapest`."""
    way = cheapest(draft, unit, rng, thorough=thorough)
    if way is not None:
        draft.place(unit, way.moves)
    return way is not None


def _mixes_unmet(draft: Draft, units: Sequence[Unit], rng: random.Random) -> list[Unit]:
    """Fill up the shifts of these units until their mix of roles holds; units of shifts where it does not."""
    shifts = {unit.shift for unit in units if unit.shift is not None}
    for unit in draft.board.units:
        if unit.shift in shifts and draft.day[unit.number] < 0 and not draft.mix_holds(unit.shift):
            serve(draft, unit, rng)
    return [unit for unit in units if unit.shift is not None and not draft.mix_holds(unit.shift)]


def _before(board: Board, number: int) -> set[int]:
    task = board.units[number].task
    if task is None:
        return set()
    return {first for link in board.preceding[task] for first in {link.first} | _before(board, link.first)}
