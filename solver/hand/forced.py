"""One seat given, taken or moved as somebody asks: gently where that can be, by force where it cannot."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from solver.hand.bench import Bench, Cell, start_in
from solver.hand.laid_out import entry_of, laid_out, stop_at
from solver.plan import Cost, Duty, Plan, Stop, Violation
from solver.problem import DAY, HOUR, DayAvailability, Ref
from solver.search.answer import duty_of
from solver.search.crews import crew_ways
from solver.search.timing import SHIFT, Timing

TRIES = 6
"""Starts that are tried for a crew that has to move as a whole."""
NOBODY = DayAvailability(day=0, spans=(), start_place=0, end_place=0)
EASY = ((True, True), (False, True))
WAYS = (*EASY, (True, False), (False, False))
"""Firm and strict, in the order in which they are tried: see `Bench.entries`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A plan with the change in it. `broken`: what it breaks and was not broken before. `start`: of the seat, if it is
    served. `cells`: whose days are another duty now.
    """

    plan: Plan
    broken: tuple[Violation, ...]
    before: Cost
    after: Cost
    start: int | None
    cells: Mapping[Cell, Duty | None]


def assign(bench: Bench, ref: Ref, person: int, day: int, start: int | None, now: int) -> Tried:
    """This person takes the seat that day, at `start` or where it fits best. Whoever had it gives it up; a crew stays
    together, and one of a visit that nobody serves is completed as well as can be.
    """
    return _Hand(bench, now).assign(ref, person, day, start)


def remove(bench: Bench, ref: Ref, now: int) -> Tried:
    """Nobody takes the seat; of a visit, the whole crew gives it up."""
    hand = _Hand(bench, now)
    seats = [mate for mate in bench.mates(ref) if mate in bench.taken]
    for mate in seats:
        hand.take_out(mate)
    return hand.done(ref, seats)


def retime(bench: Bench, ref: Ref, start: int, now: int) -> Tried:
    """The seat begins at `start`, and the rest of its crew as much earlier or later as it does."""
    hand, (_, before) = _Hand(bench, now), bench.taken[ref]
    held = {mate: bench.taken[mate] for mate in bench.mates(ref) if mate in bench.taken}
    for mate in held:
        hand.take_out(mate)
    for mate, ((person, day), begun) in held.items():
        hand.put_in(mate, person, day, begun + start - before)
    return hand.done(ref, held)


class _Hand:
    """The bench in the middle of one change."""

    def __init__(self, bench: Bench, now: int) -> None:
        self.bench, self.now = bench, now
        self.draft, self.board, self.problem = bench.draft, bench.board, bench.problem
        self.draft.restore(bench.begun)
        self.after: dict[Cell, Duty | None] = {}
        self.starts: dict[Ref, int] = {}
        self.laid = set(bench.odd)
        self.gained: set[Cell] = set()

    def assign(self, ref: Ref, person: int, day: int, start: int | None) -> Tried:
        """See the module's."""
        bench = self.bench
        held = {mate: bench.taken[mate] for mate in bench.mates(ref) if mate in bench.taken}
        others = {mate: at for mate, at in held.items() if mate != ref}
        there = self._where_it_is(ref, person, day, held)
        moment = there if start is None else start
        moves = bool(others) and (moment is None or moment != there)
        freed = [ref, *(held if moves else ())]
        for mate in held if moves else [mate for mate in held if mate == ref]:
            self.take_out(mate)
        if not others and len(bench.mates(ref)) > 1:
            self._with_new_crew(ref, person, day, moment)
        elif moves:
            self._with_its_crew(ref, person, day, moment, others)
        else:
            self.put_in(ref, person, day, moment)
        return self.done(ref, freed)

    def _where_it_is(self, ref: Ref, person: int, day: int, held: Mapping[Ref, tuple[Cell, int]]) -> int | None:
        """The start that the seat keeps when nobody asks for another, if there is one on that day."""
        if ref.kind == "shift":
            shift = self.problem.shifts[ref.item]
            return shift.start + (day - shift.start // DAY) * DAY
        if any(cell[1] != day for cell, _ in held.values()):
            return None
        if ref in held and (len(held) > 1 or held[ref][0] == (person, day)):
            return held[ref][1]
        mate = next((mate for mate in held if mate != ref), None)
        return None if mate is None else held[mate][1] + self._gap(ref) - self._gap(mate)

    def _gap(self, ref: Ref) -> int:
        """How much later than the first seat this one begins at the least."""
        return self.problem.tasks[ref.item].seats[ref.seat].gap[0] if ref.seat else 0

    def take_out(self, ref: Ref) -> None:
        """Its holder gives the seat up; what else they do stays when it is."""
        (person, day), _ = self.bench.taken[ref]
        pd, seat = person * self.bench.days + day, self.board.number[ref]
        timing = self.draft.duties[pd]
        if timing is not None and pd not in self.laid:
            order = tuple(entry for entry in timing.order if entry >> SHIFT != seat)
            new = self.bench.loosely(pd, order) if order else None
            if new is not None or not order:
                self._commit(pd, new)
                return
        self._lay_out(person, day, [stop for stop in self._stops(person, day) if stop.ref != ref])

    def put_in(self, ref: Ref, person: int, day: int, moment: int | None) -> int:
        """The person takes the seat, at that moment or where it fits best; when it begins."""
        pd, seat = person * self.bench.days + day, self.board.number[ref]
        self.gained.add((person, day))
        timing = next(self._ways(pd, seat, moment), None)
        if timing is not None:
            self._commit(pd, timing)
            self.starts[ref] = start_in(timing, seat)
        else:
            start = self._least_bad(ref, person, day) if moment is None else moment
            self._lay_out(person, day, [*self._stops(person, day), stop_at(self.problem, ref, start)])
            self.starts[ref] = start
        return self.starts[ref]

    def done(self, ref: Ref, freed: Mapping[Ref, object] | list[Ref]) -> Tried:
        """What has become of the plan."""
        after = {cell: duty for cell, duty in self.after.items() if duty != self.bench.duties.get(cell)}
        plan, broken, cost = self.bench.judged(after, frozenset(freed), self.gained)
        late = tuple(
            Violation(
                rule="past_frozen",
                where=f"{each.kind} {each.item} seat {each.seat}",
                amount=self.now - start,
                refs=(each,),
            )
            for each, start in self.starts.items()
            if start < self.now
        )
        return Tried(
            plan=plan,
            broken=(*broken, *late),
            before=self.bench.cost,
            after=cost,
            start=self.starts.get(ref),
            cells=after,
        )

    def _ways(
        self, pd: int, seat: int, moment: int | None, kinds: tuple[tuple[bool, bool], ...] = WAYS
    ) -> Iterator[Timing]:
        if pd not in self.laid:
            at = -1 if moment is None else moment
            for firm, strict in kinds:
                yield from self.bench.entries(pd, seat, at, self.now, firm=firm, strict=strict)

    def _with_its_crew(
        self, ref: Ref, person: int, day: int, moment: int | None, others: Mapping[Ref, tuple[Cell, int]]
    ) -> None:
        """The whole crew moves to that day, at a start that suits all of them if there is one."""
        pd, seat, days = person * self.bench.days + day, self.board.number[ref], self.bench.days
        gaps = {mate: self._gap(mate) for mate in (ref, *others)}

        def suits(start: int) -> bool:
            return all(
                any(self._ways(cell[0] * days + day, self.board.number[mate], start + gaps[mate] - gaps[ref], EASY))
                for mate, (cell, _) in others.items()
            )

        if moment is None:
            starts = list(dict.fromkeys(start_in(timing, seat) for timing in self._ways(pd, seat, None)))[:TRIES]
            moment = next((start for start in starts if suits(start)), starts[0] if starts else None)
        start = self.put_in(ref, person, day, moment)
        for mate, (cell, _) in others.items():
            self.put_in(mate, cell[0], day, start + gaps[mate] - gaps[ref])

    def _with_new_crew(self, ref: Ref, person: int, day: int, moment: int | None) -> None:
        """The person and whoever goes with them best; seats for which there is nobody stay empty."""
        pd, seat, unit = person * self.bench.days + day, self.board.number[ref], self.bench.unit(ref)
        if moment is None and self.board.candidates.holds(seat, pd) and pd not in self.bench.odd:
            way = crew_ways(self.draft, unit, random.Random(0), 0.0, {seat: (pd,)})  # noqa: S311
            if way is not None and all(start >= self.now for _, _, start, _ in way[1]):
                for mate, other, start, timing in way[1]:
                    self._commit(other, timing)
                    self.starts[self.board.refs[mate]] = start
                return
        start = self.put_in(ref, person, day, moment)
        used = {pd}
        for mate in unit.seats:
            if mate != seat:
                self._fill(mate, day, start, used)

    def _fill(self, seat: int, day: int, start: int, used: set[int]) -> None:
        """Whoever takes the seat most cheaply at that moment, if anybody can."""
        best: tuple[int, int, Timing] | None = None
        for pd in self.board.candidates.on_day(seat, day):
            timing = None if pd in used else next(self._ways(pd, seat, start, EASY[:1]), None)
            if timing is not None:
                cost = self.draft.duty_delta(pd, timing) + self.draft.surcharge(seat, pd // self.bench.days, start)
                if best is None or cost < best[0]:
                    best = cost, pd, timing
        if best is not None:
            self._commit(best[1], best[2])
            used.add(best[1])
            self.starts[self.board.refs[seat]] = start

    def _stops(self, person: int, day: int) -> list[Stop]:
        duty = self.after.get((person, day), self.bench.duties.get((person, day)))
        return [] if duty is None else list(duty.stops)

    def _commit(self, pd: int, timing: Timing | None) -> None:
        self.draft.commit(pd, timing)
        cell, workday = divmod(pd, self.bench.days), self.board.workdays[pd]
        self.after[cell] = None if timing is None or workday is None else duty_of(self.board, workday, timing)
        self._as_begun(cell)

    def _lay_out(self, person: int, day: int, stops: list[Stop]) -> None:
        cell, pd = (person, day), person * self.bench.days + day
        self.draft.commit(pd, None)
        self.laid.add(pd)
        self.after[cell] = None
        if any(stop.ref is not None for stop in stops):
            self.after[cell] = laid_out(self.problem, person, day, stops, self.bench.bases[person])
        self._as_begun(cell)

    def _as_begun(self, cell: Cell) -> None:
        """Whoever has left already has left when they did, and has done and eaten what they had by now."""
        before, after = self.bench.duties.get(cell), self.after[cell]
        if before is None or after is None or before.departure >= self.now:
            return
        eaten = before.lunch is not None and before.lunch.start < self.now
        lunch, done = before.lunch if eaten else after.lunch, {stop.ref: stop for stop in before.stops}
        stops = [
            done[stop.ref] if stop.ref is not None and stop.start < self.now and stop.ref in done else stop
            for stop in after.stops
        ]
        if lunch != after.lunch:
            # The ways around another meal are not told: there in time is all that is said.
            stops = [stop if stop.start < self.now else replace(stop, arrival=stop.start) for stop in stops]
        self.after[cell] = replace(after, departure=before.departure, lunch=lunch, stops=tuple(stops))

    def _least_bad(self, ref: Ref, person: int, day: int) -> int:
        """A start for what fits nowhere: inside a window, and with as little in its way as can be."""
        midnight, wanted, stop = day * DAY, set[int](), stop_at(self.problem, ref, 0)
        travel = self.problem.travel[self.problem.persons[person].mode]
        for other in self._stops(person, day):
            wanted.add(other.end + int(travel[other.end_place, stop.place]))
            wanted.add(other.start - int(travel[stop.end_place, other.place]) - stop.end)
        known = self.bench.taken.get(ref)
        if known is not None:
            wanted.add(midnight + known[1] % DAY)
        windows = [(w.earliest, w.latest) for w in self.problem.tasks[ref.item].windows if w.earliest // DAY == day]
        for span in (entry_of(self.problem, person, day) or NOBODY).spans:
            wanted |= {span.start, span.end - stop.end}
        wanted |= {moment for window in windows for moment in window}
        inside = {min(max(moment, first), last) for moment in wanted for first, last in windows} or wanted
        ahead = {moment for moment in inside if moment >= self.now} or inside or {midnight + 9 * HOUR}
        return min(ahead, key=lambda start: (self._in_its_way(ref, person, day, start), start))

    def _in_its_way(self, ref: Ref, person: int, day: int, start: int) -> int:
        """Seconds by which the duty would be late, or outside the person's time, with the seat at this start."""
        stops = [*self._stops(person, day), stop_at(self.problem, ref, start)]
        duty = laid_out(self.problem, person, day, stops, self.bench.bases[person])
        travel, late = self.problem.travel[self.problem.persons[person].mode], 0
        for one, other in pairwise(duty.stops):
            late += max(0, one.end + int(travel[one.end_place, other.place]) - other.start)
        spans = (entry_of(self.problem, person, day) or NOBODY).spans
        return late + min((max(0, a - duty.departure) + max(0, duty.arrival - b) for a, b in spans), default=0)
