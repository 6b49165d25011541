"""Who could take a seat with nobody else's seats touched, and what would suit somebody who is free, with its cost.

As `solver.offers`, but fast enough to be asked by hand: costs are the draft's own, and every start stays if it can.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from solver.hand.bench import Bench, Cell, start_in
from solver.hand.forced import EASY
from solver.plan import Duty
from solver.problem import Ref
from solver.rules import ORDER
from solver.search.answer import duty_of
from solver.search.board import Unit
from solver.search.crews import crew_ways, together
from solver.search.draft import Move
from solver.search.insertion import roles_asked
from solver.search.obstacles import obstacle
from solver.search.timing import Timing

Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One way to fill a seat. `crew`: every person who comes, this one first. `cells`: whose days are another duty.

    `missed`, `left`, `cost`: change of levels 1 and 2, and of 3 and 4 in hundredths of a second. `travel`: more seconds
    on the way, of this person.
    """

    ref: Ref
    person: int
    day: int
    start: int
    crew: tuple[int, ...]
    missed: int
    left: int
    cost: int
    travel: int
    cells: Mapping[Cell, Duty | None]

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """What openings are ranked by."""
        return self.missed, self.left, self.cost, self.person, self.start


def openings_of(bench: Bench, ref: Ref, now: int) -> tuple[Opening, ...]:
    """For each person who could take this seat beside all that they do, the cheapest way, cheapest person first."""
    looking = _Looking(bench, now)
    if not looking.take_out(ref):
        return ()
    best: dict[int, Opening] = {}
    seat = bench.board.number[ref]
    for pd in bench.board.candidates[seat]:
        for found in looking.at(ref, pd):
            if found.person not in best or found.key < best[found.person].key:
                best[found.person] = found
    return tuple(sorted(best.values(), key=lambda each: each.key))


def suits_of(bench: Bench, person: int, day: int, now: int) -> tuple[Opening, ...]:
    """The best way in which each unserved piece of work would suit this person that day, the most useful first."""
    looking = _Looking(bench, now)
    pd, found = person * bench.days + day, dict[tuple[str, int], Opening]()
    for ref in bench.unserved:
        if not bench.board.candidates.holds(bench.board.number[ref], pd) or not looking.take_out(ref):
            continue
        for way in looking.at(ref, pd):
            # Of several seats of a shift one is as good as the other, unless it counts for more.
            if ref[:2] not in found or way.key < found[ref[:2]].key:
                found[ref[:2]] = way
    return tuple(sorted(found.values(), key=lambda each: each.key))


def nearly(bench: Bench, ref: Ref, persons: frozenset[int], now: int) -> tuple[tuple[int, int], ...]:
    """Person and day of those others who pass every rule on person and seat, those who come farthest first."""
    looking = _Looking(bench, now)
    if not looking.take_out(ref):
        return ()
    seat, unit, found = bench.board.number[ref], bench.unit(ref), dict[int, tuple[int, int]]()
    for pd in bench.board.candidates[seat]:
        person, day = divmod(pd, bench.days)
        if person in persons or not looking.may(ref, pd):
            continue
        met = obstacle(bench.draft, unit, seat, pd)
        far = len(ORDER) if met is None else ORDER.index(met)
        found[person] = max(found.get(person, (-1, 0)), (far, -day))
    ranked = sorted(found, key=lambda person: (-found[person][0], person))
    return tuple((person, -found[person][1]) for person in ranked)


class _Looking:
    """The bench without one seat."""

    def __init__(self, bench: Bench, now: int) -> None:
        self.bench, self.now, self.draft = bench, now, bench.draft

    def take_out(self, ref: Ref) -> bool:
        """Look for somebody for this seat; `False` when its holder cannot be told from what is left."""
        bench, self.unit = self.bench, self.bench.unit(ref)
        self.draft.restore(bench.begun)
        self.base: Key = self.draft.state().key
        self.holder = bench.taken.get(ref)
        self.mates: dict[int, tuple[int, int, Timing]] = {}
        if self.draft.day[self.unit.number] >= 0:
            for seat in self.unit.seats:
                pd, timing = self.draft.holder[seat], self.draft.duties[self.draft.holder[seat]]
                if timing is not None and bench.board.refs[seat] != ref:
                    self.mates[seat] = pd, bench.taken[bench.board.refs[seat]][1], timing
            if not self.draft.remove(self.unit):
                return False
        elif any(mate in bench.taken for mate in bench.mates(ref)):
            return False
        self.mark = self.draft.state()
        return True

    def may(self, ref: Ref, pd: int) -> bool:
        """Whether nobody has decided against it, and it is not what there is already."""
        person, day = divmod(pd, self.bench.days)
        if self.holder is not None and self.holder[0][0] == person:
            return False
        if (*ref[:2], person, day) in self.bench.barred or pd in self.bench.odd:
            return False
        held = self.mates.values()
        return all(other // self.bench.days != person and other % self.bench.days == day for other, _, _ in held)

    def at(self, ref: Ref, pd: int) -> Iterator[Opening]:
        """The cheapest way in which this person takes it that day, if there is one."""
        if not self.may(ref, pd):
            return
        moves = self._moves(ref, pd)
        if moves is not None:
            yield self._opening(ref, pd, moves)
        self.draft.restore(self.mark)

    def _moves(self, ref: Ref, pd: int) -> list[Move] | None:
        seat, unit, day = self.bench.board.number[ref], self.unit, pd % self.bench.days
        if not self.draft.series_allows(unit, day):
            return None
        if len(unit.seats) > 1 and not self.mates:
            way = crew_ways(self.draft, unit, random.Random(0), 0.0, {seat: (pd,)})  # noqa: S311
            return way[1] if way is not None and all(move[2] >= self.now for move in way[1]) else None
        roles = roles_asked(self.draft, unit)
        if roles is not None and self.bench.problem.persons[pd // self.bench.days].role not in roles:
            return None
        moment = self._moment(ref)
        for firm, strict in EASY:
            for timing in self.bench.entries(pd, seat, moment, self.now, firm=firm, strict=strict):
                move = (seat, pd, start_in(timing, seat) if unit.coupled else -1, timing)
                mates = [(mate, other, begun, old) for mate, (other, begun, old) in self.mates.items()]
                moves = sorted([move, *mates])
                if not unit.coupled or together(self.draft, unit, [each[:3] for each in moves]):
                    return moves
        return None

    def _moment(self, ref: Ref) -> int:
        if not self.mates or self.holder is None:
            return -1
        return self.holder[1]

    def _opening(self, ref: Ref, pd: int, moves: list[Move]) -> Opening:
        bench, draft, unit = self.bench, self.draft, self.unit
        before = bench.draft.duties[pd]
        draft.place(unit, moves)
        missed, left, cost = (now - then for now, then in zip(draft.state().key, self.base, strict=True))
        seat = bench.board.number[ref]
        timing = next(timing for each, _, _, timing in moves if each == seat)
        cells = self._cells(unit, pd)
        cost += sum(bench.gaps.get(person * bench.days + day, 0) for person, day in cells)
        return Opening(
            ref=ref,
            person=pd // bench.days,
            day=pd % bench.days,
            start=start_in(timing, seat),
            crew=tuple(other // bench.days for each, other, _, _ in sorted(moves, key=lambda move: move[0] != seat)),
            missed=missed,
            left=left,
            cost=cost,
            travel=timing.travel - (before.travel if before is not None else 0),
            cells=cells,
        )

    def _cells(self, unit: Unit, pd: int) -> Mapping[Cell, Duty | None]:
        """Whose days are another duty now."""
        bench, found = self.bench, dict[Cell, Duty | None]()
        # Whoever else comes already still does what they did.
        touched = {pd, *(() if self.mates else (self.draft.holder[seat] for seat in unit.seats))}
        if self.holder is not None:
            touched.add(self.holder[0][0] * bench.days + self.holder[0][1])
        for each in touched:
            timing, workday = self.draft.duties[each], bench.board.workdays[each]
            cell = divmod(each, bench.days)
            duty = None if timing is None or workday is None else duty_of(bench.board, workday, timing)
            if duty != bench.duties.get(cell):
                found[cell] = duty
        return found
