"""Taking over an earlier plan: the same persons, in the same order, as far as that is still possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from solver.former import Former
from solver.search.board import Unit
from solver.search.crews import together
from solver.search.draft import Draft, Held, Move, with_seat
from solver.search.timing import SHIFT, Order, code

ROUNDS = 5
"""How often duties that cannot be taken over whole are set aside before all is done one by one."""


def adopt(draft: Draft, former: Former, units: Iterable[Unit]) -> None:
    """Serve those of the units that the earlier plan served, in the order of their starts."""
    board = draft.board
    served = [
        unit for unit in units if draft.day[unit.number] < 0 and all(board.refs[seat] in former for seat in unit.seats)
    ]
    served.sort(key=lambda unit: former[board.refs[unit.seats[0]]][2])
    if not any(draft.duties):
        _adopt_duties(draft, former, served)
    for unit in served:
        if draft.day[unit.number] < 0:
            moves = [_as_before(draft, seat, former, unit.coupled) for seat in unit.seats]
            kept = [move for move in moves if move is not None]
            if len(kept) == len(moves) and _may_be(draft, unit, [move[:3] for move in kept]):
                draft.place(unit, kept)


def _adopt_duties(draft: Draft, former: Former, served: Sequence[Unit]) -> None:
    """Take over whole duties of an empty draft, each timed once, and none of which a part cannot be taken over."""
    board, empty = draft.board, draft.state()
    aside: set[int] = set()
    for _ in range(ROUNDS):
        orders: dict[int, list[tuple[int, int]]] = {}
        for unit in served:
            held = [_held(draft, seat, former, unit.coupled) for seat in unit.seats]
            stands = all(board.candidates.holds(seat, pd) and pd not in aside for seat, pd, _ in held)
            if stands and _may_be(draft, unit, held):
                draft.hold(unit, held)
                for seat, pd, moment in held:
                    orders.setdefault(pd, []).append((former[board.refs[seat]][2], code(seat, moment)))
        broken = [pd for pd in sorted(orders) if not _commit(draft, pd, orders[pd])]
        if not broken:
            return
        aside.update(broken)
        draft.restore(empty)


def _commit(draft: Draft, pd: int, timed: list[tuple[int, int]]) -> bool:
    order: Order = tuple(entry for _, entry in sorted(timed, key=lambda each: each[0]))
    timing = draft.timing(pd, order)
    if timing is None or not draft.fits(pd, timing):
        return False
    draft.commit(pd, timing)
    return True


def _held(draft: Draft, seat: int, former: Former, coupled: bool) -> Held:
    person, day, start = former[draft.board.refs[seat]]
    return seat, person * draft.days + day, start if coupled else -1


def _as_before(draft: Draft, seat: int, former: Former, coupled: bool) -> Move | None:
    _, pd, moment = _held(draft, seat, former, coupled)
    if not draft.board.candidates.holds(seat, pd):
        return None
    duty, start = draft.duties[pd], former[draft.board.refs[seat]][2]
    order = duty.order if duty is not None else ()
    begun = dict(zip(duty.nodes, duty.starts, strict=True)) if duty is not None else {}
    entry = sum(begun[entry >> SHIFT] <= start for entry in order)
    timing = draft.timing(pd, with_seat(order, entry, seat, moment))
    return None if timing is None or not draft.fits(pd, timing) else (seat, pd, moment, timing)


def _may_be(draft: Draft, unit: Unit, held: Sequence[Held]) -> bool:
    """Whether the rules that join persons and tasks allow this."""
    days = {pd % draft.days for _, pd, _ in held}
    if len({pd for _, pd, _ in held}) < len(held) or len(days) > 1:
        return False
    return draft.series_allows(unit, days.pop()) and (not unit.coupled or together(draft, unit, held))
