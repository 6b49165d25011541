"""A plan laid out so that single seats can be tried by hand: every duty timed as it is, every start fixed.

Unlike `solver.trial`, nothing moves that nobody touches, and what is asked for is done even when it breaks rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace

from solver.plan import Cost, Duty, Plan, Violation
from solver.problem import Bar, Pin, Problem, Ref
from solver.reckoning import figures_of
from solver.referee import judge
from solver.search.board import Board, Unit
from solver.search.clockwork import Clockwork
from solver.search.draft import Draft, with_seat
from solver.search.timing import MOMENT, SHIFT, Order, Timing, code
from solver.telling import open_seats

Cell = tuple[int, int]
"""A person's day: person and day by number."""
SOON = 300
"""Seconds: what starts as soon as possible starts at a full five minutes."""


class Bench:
    """`plan` may break rules. `bases`: by person, where a duty starts on a day without availability. `barred`: by kind,
    item, person and day, what a human has decided against.
    """

    def __init__(
        self, problem: Problem, plan: Plan, bases: Sequence[int], barred: Collection[tuple[str, int, int, int]] = ()
    ) -> None:
        self.problem, self.bases, self.barred = problem, bases, frozenset(barred)
        self.duties: dict[Cell, Duty] = {(duty.person, duty.day): duty for duty in plan.duties}
        self.broken, self.cost = judge(problem, plan)
        self.unserved = plan.unserved
        self.amounts = amounts(self.broken)
        self.pinned_starts = {pin.ref for pin in problem.pins if pin.start is not None}
        self.taken = {
            stop.ref: (cell, stop.start)
            for cell, duty in self.duties.items()
            for stop in duty.stops
            if stop.ref is not None
        }
        self.draft = Draft(Board(decided(problem, (), ())))
        self.board, self.days = self.draft.board, problem.days
        self.odd: set[int] = set()
        # By how much each duty costs more here than as it is: a reload or a meal may lie elsewhere.
        self.gaps: dict[int, int] = {}
        for (person, day), duty in self.duties.items():
            pd = person * self.days + day
            timing = self.loosely(pd, self._as_it_is(duty))
            if timing is None:
                self.odd.add(pd)
            else:
                self.draft.commit(pd, timing)
                self.gaps[pd] = timing.cost - self._cost_as_it_is(duty, timing)
        for unit in self.board.units:
            self._hold(unit)
        self.begun = self.draft.state()

    def _as_it_is(self, duty: Duty) -> Order:
        return tuple(code(self.board.number[stop.ref], stop.start) for stop in duty.stops if stop.ref is not None)

    def _cost_as_it_is(self, duty: Duty, timing: Timing) -> int:
        told, weights = figures_of(self.problem, duty), self.problem.weights
        more = weights.travel * (told.legs - timing.travel) + weights.waiting * (told.waiting - timing.waiting)
        return timing.cost + more

    def _hold(self, unit: Unit) -> None:
        held = []
        for seat in unit.seats:
            cell, start = self.taken.get(self.board.refs[seat], ((-1, -1), -1))
            pd = cell[0] * self.days + cell[1]
            if cell[0] < 0 or pd in self.odd:
                return
            held.append((seat, pd, start if unit.coupled else -1))
        if len({pd // self.days for _, pd, _ in held}) == len(held):
            self.draft.hold(unit, held)

    def unit(self, ref: Ref) -> Unit:
        """What is served together with this seat."""
        return self.board.units[self.board.unit_of[self.board.number[ref]]]

    def mates(self, ref: Ref) -> list[Ref]:
        """The seats that are served only together with this one, it included."""
        return [self.board.refs[seat] for seat in self.unit(ref).seats]

    def loosely(self, pd: int, order: Order) -> Timing | None:
        """The cheapest timing of this order, however long the day is and however short the night before it."""
        return min(self._loose(pd, order), key=lambda timing: timing.cost, default=None)

    def _loose(self, pd: int, order: Order) -> list[Timing]:
        workday = self.board.workdays[pd]
        return [] if workday is None else Clockwork(self.board, workday, order).timings()

    def loosened(self, pd: int, now: int) -> Order:
        """The duty's order with every start free that may move: of what has not begun, is not pinned to its start, and
        on which nobody else hangs.
        """
        duty = self.draft.duties[pd]
        return tuple(
            entry if self._stays(entry >> SHIFT, (entry & MOMENT) - 1, now) else code(entry >> SHIFT)
            for entry in (duty.order if duty is not None else ())
        )

    def _stays(self, seat: int, start: int, now: int) -> bool:
        unit = self.board.units[self.board.unit_of[seat]]
        return start < now or unit.coupled or self.board.refs[seat] in self.pinned_starts

    def entries(self, pd: int, seat: int, moment: int, now: int, *, firm: bool, strict: bool) -> list[Timing]:
        """Timings of the duty with this seat in it, at `moment` (−1: whenever it fits), the cheapest first.

        `firm`: all other starts stay as they are. `strict`: only what the person's limits over days and weeks allow.
        """
        if self.board.workdays[pd] is None or pd in self.odd:
            return []
        duty = self.draft.duties[pd]
        order = (duty.order if duty is not None else ()) if firm else self.loosened(pd, now)
        moments = [moment]
        if moment < 0 and now > pd % self.days * 86_400:
            moments.append(-(-now // SOON) * SOON)
        orders = [with_seat(order, entry, seat, each) for each in moments for entry in range(len(order) + 1)]
        found: Iterable[Timing]
        if strict:
            timed = (self.draft.timing(pd, each) for each in orders)
            found = (timing for timing in timed if timing is not None and self.draft.fits(pd, timing))
        else:
            found = (timing for each in orders for timing in self._loose(pd, each))
        left = duty.departure if duty is not None else now
        good = (timing for timing in found if _starts(timing, seat) >= now and timing.departure >= min(now, left))
        return sorted(good, key=lambda timing: timing.cost)

    def judged(
        self, after: dict[Cell, Duty | None], freed: Collection[Ref], gained: Collection[Cell]
    ) -> tuple[Plan, tuple[Violation, ...], Cost]:
        """The plan with these duties instead, what it breaks that was not broken before, and its cost. `freed`: seats
        whose pins and bars give way. `gained`: whose days have got something to do.
        """
        duties = {**self.duties, **after}
        kept = tuple(duty for _, duty in sorted(duties.items()) if duty is not None)
        plan = Plan(duties=kept, unserved=open_seats(self.problem, kept), cost=Cost(missed=0, left=0))
        work = {ref[:2] for ref in freed}
        problem = decided(
            self.problem,
            tuple(pin for pin in self.problem.pins if pin.ref not in freed),
            tuple(bar for bar in self.problem.bars if (bar.kind, bar.item) not in work),
        )
        found, cost = judge(problem, plan)
        return replace(plan, cost=cost), self._newly(found, gained), cost

    def _newly(self, found: Iterable[Violation], gained: Collection[Cell]) -> tuple[Violation, ...]:
        told = [each for each in found if each.rule != "cost_agrees"]
        more = {key for key, amount in amounts(told).items() if amount > self.amounts.get(key, 0)}
        # Whoever was away already is no less away when they get more to do.
        away = {f"person {self.problem.persons[person].id} day {day}" for person, day in gained}
        more |= {("available_that_day", where) for where in away}
        return tuple(each for each in told if (each.rule, each.where) in more)


def start_in(timing: Timing, seat: int) -> int:
    """When the seat begins in this timing."""
    return _starts(timing, seat)


def _starts(timing: Timing, seat: int) -> int:
    return timing.starts[timing.nodes.index(seat)]


def amounts(found: Iterable[Violation]) -> Counter[tuple[str, str]]:
    """By rule and place, how much is broken."""
    total: Counter[tuple[str, str]] = Counter()
    for each in found:
        if each.rule != "cost_agrees":
            total[each.rule, each.where] += each.amount
    return total


def decided(problem: Problem, pins: tuple[Pin, ...], bars: tuple[Bar, ...]) -> Problem:
    """The problem with these pins and bars. It is not checked again: nothing else of it changes."""
    copy = object.__new__(Problem)
    for each in fields(Problem):
        object.__setattr__(copy, each.name, getattr(problem, each.name))
    object.__setattr__(copy, "pins", pins)
    object.__setattr__(copy, "bars", bars)
    return copy
