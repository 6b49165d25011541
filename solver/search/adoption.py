"""Taking over an earlier plan: the same persons, in the same order, as far as that is still possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from solver.former import Former
from solver.search.board import Unit
from solver.search.crews import together
from solver.search.draft import Draft, Move, with_seat
from solver.search.timing import SHIFT


def adopt(draft: Draft, former: Former, units: Iterable[Unit]) -> None:
    """Serve those of the units that the earlier plan served, in the order of their starts."""
    board = draft.board
    served = [
        unit for unit in units if draft.day[unit.number] < 0 and all(board.refs[seat] in former for seat in unit.seats)
    ]
    for unit in sorted(served, key=lambda unit: former[board.refs[unit.seats[0]]][2]):
        moves = [_as_before(draft, seat, former, unit.coupled) for seat in unit.seats]
        kept = [move for move in moves if move is not None]
        if len(kept) == len(moves) and _may_be(draft, unit, kept):
            draft.place(unit, kept)


def _as_before(draft: Draft, seat: int, former: Former, coupled: bool) -> Move | None:
    person, day, start = former[draft.board.refs[seat]]
    pd = person * draft.days + day
    if pd not in draft.board.candidates[seat]:
        return None
    duty = draft.duties[pd]
    order = duty.order if duty is not None else ()
    begun = dict(zip(duty.nodes, duty.starts, strict=True)) if duty is not None else {}
    entry = sum(begun[entry >> SHIFT] <= start for entry in order)
    moment = start if coupled else -1
    timing = draft.book.of(pd, with_seat(order, entry, seat, moment))
    return None if timing is None or not draft.fits(pd, timing) else (seat, pd, moment, timing)


def _may_be(draft: Draft, unit: Unit, moves: Sequence[Move]) -> bool:
    """Whether the rules that join persons and tasks allow these moves."""
    days = {pd % draft.days for _, pd, _, _ in moves}
    if len({pd for _, pd, _, _ in moves}) < len(moves) or len(days) > 1:
        return False
    return draft.series_allows(unit, days.pop()) and (not unit.coupled or together(draft, unit, moves))
