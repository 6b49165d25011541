"""A plan laid out to try things on: what could be put in where, and what that would cost.

The one door from replanning, offers and fixes into the search's room; whoever rebuilds the search points it anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from solver.changes import assignments
from solver.former import former_of
from solver.plan import Cost, Plan, Violation
from solver.problem import DAY, Assignment, Problem, Ref
from solver.referee import judge
from solver.search.adoption import adopt
from solver.search.answer import duties_of
from solver.search.board import Board, Unit
from solver.search.construction import in_order, place_pinned
from solver.search.draft import Draft, State
from solver.search.insertion import cheapest
from solver.solve import refuse
from solver.telling import open_seats

BLINK = 0.05
Days = frozenset[tuple[int, int]]
"""Persons' days, each as (person, day)."""
Holdings = frozenset[tuple[Ref, tuple[int, int]]]
"""Seats, each with the person and day that hold it."""
Mark = State
"""A trial's state, to come back to."""


class Trial:
    """A plan in its problem, as far as it is still possible there, and changes tried on it.

    Raises `PinsCannotHold` when the pins leave no plan.
    """

    def __init__(self, problem: Problem, plan: Plan, seed: int = 0) -> None:
        self.problem, self.before = problem, plan
        self.draft, self.rng = Draft(Board(problem)), random.Random(seed)  # noqa: S311
        self.board, self.days = self.draft.board, problem.days
        self.former = former_of(problem, plan)
        self._empty = self.draft.state()
        self.put_back()
        pinned = [unit for unit in self.board.units if unit.pinned]
        shifts = {unit.shift for unit in pinned if unit.shift is not None}
        if any(self.draft.day[unit.number] < 0 for unit in pinned) or any(map(self.short_of_mix, shifts)):
            self._put_pinned()
            self.put_back()

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def key(self) -> tuple[int, int, int]:
        """Levels 1 and 2, and levels 3 and 4 together, as in `Cost.key`."""
        return self.draft.state().key

    def holder(self, ref: Ref) -> tuple[int, int] | None:
        """Person and day that hold the seat now."""
        pd = self.draft.holder[self.board.number[ref]]
        return None if pd < 0 else divmod(pd, self.days)

    def kept(self) -> frozenset[Ref]:
        """Seats of the earlier plan that its persons hold now, on the same day."""
        former = ((seat.ref, (seat.person, seat.start // DAY)) for seat in assignments(self.before))
        return frozenset(ref for ref, held in former if self.holder(ref) == held)

    def holdings(self) -> Holdings:
        """Every seat that is held now, with its person and day."""
        held = ((ref, self.holder(ref)) for ref in self.board.refs)
        return frozenset((ref, by) for ref, by in held if by is not None)

    def busy(self) -> Days:
        """Persons' days that have a duty now."""
        return frozenset(divmod(pd, self.days) for pd, duty in enumerate(self.draft.duties) if duty is not None)

    def unserved(self) -> list[Ref]:
        """First seats of what nobody serves, in the order in which it is best filled in."""
        open_ = [unit for unit in self.board.units if self.draft.day[unit.number] < 0]
        return [self.board.refs[unit.seats[0]] for unit in in_order(self.board, open_)]

    def mates(self, ref: Ref) -> list[Ref]:
        """The seats that are served only together with this one, it included."""
        return [self.board.refs[seat] for seat in self._unit(ref).seats]

    def could_stand(self, ref: Ref) -> list[tuple[int, int]]:
        """Persons' days on which this seat could stand if there were nothing else."""
        return [divmod(pd, self.days) for pd in self.board.candidates[self.board.number[ref]]]

    def short_of_mix(self, item: int) -> bool:
        """Whether the shift is staffed by persons of too few roles."""
        return not self.draft.mix_holds(item)

    def plan(self) -> Plan | None:
        """What the trial holds now, as a plan. Duties that hold what they held before keep their times if they can.

        `None` where that breaks a rule that the board only explains (runs of days, weekends, bundles).
        """
        bare = Plan(duties=duties_of(self.draft), unserved=(), cost=Cost(missed=0, left=0))
        plan, broken = _with_old_times(self.problem, self.before, bare)
        return None if broken else plan

    # -- changing -----------------------------------------------------------------------------------------------------

    def mark(self) -> Mark:
        """The trial as it is, to come back to."""
        return self.draft.state()

    def restore(self, state: Mark) -> None:
        """Come back to it."""
        self.draft.restore(state)

    def remove(self, ref: Ref) -> bool:
        """Take out what is served together with this seat; `False` when it has to stay."""
        return self.draft.remove(self._unit(ref))

    def put(self, ref: Ref, only: Mapping[Ref, Iterable[tuple[int, int]]] | None = None, blink: float = 0.0) -> bool:
        """Serve this seat and its mates where it is cheapest; `False` when there is no way.

        `only`: the persons' days to which a seat is limited, for those seats that have such a limit. `blink`: share of
        ways overlooked at random.
        """
        unit = self._unit(ref)
        limits = {
            self.board.number[seat]: {person * self.days + day for person, day in found}
            for seat, found in (only or {}).items()
        }
        way = cheapest(self.draft, unit, self.rng, blink, limits, thorough=True)
        if way is not None:
            self.draft.place(unit, way.moves)
        return way is not None

    def stands(self, ref: Ref, only: Mapping[Ref, Iterable[tuple[int, int]]], rest: Holdings) -> bool:
        """Serve the seat as `put` does, and put back what can be; whether it stands then, and the rest where it was.

        `rest`: what that is.
        """
        return self.put(ref, only) and self.stands_with(rest) and self.holder(ref) is not None

    def stands_with(self, rest: Holdings) -> bool:
        """Put back what can be; whether all of `rest` is held then, and every shift has its mix of roles."""
        self.put_back()
        return self.draft.tidy() and rest <= self.holdings()

    def put_back(self) -> None:
        """Serve again, as before, what is unserved now and still can be; some only beside what comes after it."""
        served = -1
        while served < (served := sum(pd >= 0 for pd in self.draft.holder)):
            adopt(self.draft, self.former, self.board.units)

    def fill(self, only: Days | None, more: Callable[[int], bool]) -> None:
        """Serve what is unserved as well as can be, with nothing moved that is served already.

        `only`: the persons' days that may get work (`None`: all), besides those of a crew that is broken up now.
        `more`: whether to try another order, told how many were tried.
        """
        begun = self.draft.state()
        units = [self._unit(ref) for ref in self.unserved() if self.could_stand(ref)]
        limits = None if only is None else {unit.number: self._limits(unit, only) for unit in units}
        best: State | None = None
        rounds = 0
        while not rounds or (units and more(rounds)):
            self.draft.restore(begun)
            for unit in units:
                first = self.board.refs[unit.seats[0]]
                self.put(first, None if limits is None else limits[unit.number], BLINK if rounds else 0.0)
            if self.draft.tidy() and (best is None or self.draft.state().key < best.key):
                best = self.draft.state()
            self.rng.shuffle(units)
            units.sort(key=lambda unit: (not unit.mandatory, self.board.level[unit.number]))
            rounds += 1
        if best is None:
            self._put_pinned()
        else:
            self.draft.restore(best)

    def _put_pinned(self) -> None:
        self.draft.restore(self._empty)
        place_pinned(self.draft, self.former, self.rng)

    def _limits(self, unit: Unit, only: Days) -> dict[Ref, Days]:
        refs = [self.board.refs[seat] for seat in unit.seats]
        own = {ref: self.former[ref][:2] for ref in refs if ref in self.former}
        return {ref: only | {own[ref]} if ref in own else only for ref in refs}

    def _unit(self, ref: Ref) -> Unit:
        return self.board.units[self.board.unit_of[self.board.number[ref]]]


def settled(problem: Problem, before: Plan, after: Plan) -> Plan:
    """The later plan with the referee's cost, and with the earlier plan's own duties wherever person, day and stops are
    the same.

    Such a duty is left as the later plan has it when its earlier times are not possible any more.
    Raises `InternalError` when the later plan breaks a rule.
    """
    plan, broken = _with_old_times(problem, before, after)
    refuse(broken)
    return plan


def _with_old_times(problem: Problem, before: Plan, after: Plan) -> tuple[Plan, tuple[Violation, ...]]:
    """The plan as `settled` tells it, and what it breaks."""
    # The later plan may come from a problem in which other work is mandatory, so what is unserved is told anew.
    after = replace(after, unserved=open_seats(problem, after.duties))
    known = {(duty.person, duty.day): duty for duty in before.duties}
    same = {
        (duty.person, duty.day)
        for duty in after.duties
        if (old := known.get((duty.person, duty.day))) is not None
        and [stop.ref for stop in old.stops] == [stop.ref for stop in duty.stops]
    }
    while True:
        kept = (known[duty.person, duty.day] if (duty.person, duty.day) in same else duty for duty in after.duties)
        plan = replace(after, duties=tuple(kept))
        found, cost = judge(problem, plan)
        broken = tuple(each for each in found if each.rule != "cost_agrees")
        if not broken or not same:
            return replace(plan, cost=cost), broken
        blamed = {person for each in broken for person in each.persons}
        same = {held for held in same if held[0] not in blamed} if blamed & {who for who, _ in same} else set()


def moved(before: Plan, after: Plan) -> tuple[Assignment, ...]:
    """Seats of the later plan that had another person before, or nobody."""
    held = {seat.ref: seat.person for seat in assignments(before)}
    return tuple(seat for seat in assignments(after) if held.get(seat.ref) != seat.person)
