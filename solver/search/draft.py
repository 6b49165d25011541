"""A plan under construction: who holds which seat, every duty timed, and its cost kept up to date.

`holder[seat]`: the duty (as `pd`) that holds it, or −1. `moment[seat]`: its start when that is fixed, or −1.
`missed`, `left`, `total`: as in `Cost`; sums over weeks by `person × weeks + week`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.objective import changes, further_person, gender_mismatch, not_preferred, overtime, target, turns
from solver.problem import DAY, Span
from solver.rules import (
    crew_together,
    days_per_week,
    month_hours,
    rest_between_duties,
    role_mix_holds,
    run_of_days,
    series_gap,
    week_hours,
)
from solver.search.board import Board, Unit
from solver.search.clockwork import Timebook
from solver.search.openings import Opening, openings
from solver.search.timing import SHIFT, Order, Timing, code
from solver.search.workday import Workday

MISSED, LEFT = 2_000 * 6_000, 400 * 6_000
"""What a seat missed and a unit of weight left count for in one number: 2,000 and 400 minutes."""
Move = tuple[int, int, int, Timing]
"""A seat, the duty it goes into, the start at which it is fixed (or −1), and that duty's new timing."""
Held = tuple[int, int, int]
"""A seat, the duty that holds it, and the start at which it is fixed (or −1)."""


@dataclass(frozen=True, slots=True)
class State:
    """All of a draft that changes; lists as in `Draft`."""

    duties: list[Timing | None]
    holder: list[int]
    moment: list[int]
    day: list[int]
    worked: list[int]
    served: list[int]
    month_worked: list[int]
    given: list[int]
    missed: int
    left: int
    total: int

    @property
    def key(self) -> tuple[int, int, int]:
        """What states are compared by."""
        return self.missed, self.left, self.total

    @property
    def scalar(self) -> int:
        """All levels in one number, for a search that may pass through worse states."""
        return self.total + MISSED * self.missed + LEFT * self.left


class Draft:
    """See the module. Every change keeps all rules but the mix of roles, which `tidy` restores."""

    def __init__(self, board: Board) -> None:
        self.board, self.problem, self.book = board, board.problem, Timebook(board)
        self.days = board.problem.days
        self.weeks = len(board.week_labels)
        self.months = sorted(set(self.problem.months))
        self.month_of = [self.months.index(label) for label in self.problem.months]
        persons = len(self.problem.persons)
        self._openings: dict[tuple[int, int], tuple[Timing | None, list[Opening]]] = {}
        self.duties: list[Timing | None] = [None] * len(board.workdays)
        self.holder = [-1] * len(board.refs)
        self.moment = [-1] * len(board.refs)
        self.day = [-1] * len(board.units)
        self.worked = [0] * (persons * self.weeks)
        self.served = [0] * (persons * self.weeks)
        self.month_worked = [0] * (persons * len(self.months))
        self.given = [0] * (persons * len(self.problem.turns))
        self.missed = sum(unit.amount for unit in board.units if unit.mandatory)
        self.left = sum(unit.amount for unit in board.units if not unit.mandatory)
        self.counts = [0] * (persons * self.weeks)
        for pd, day in enumerate(board.workdays):
            if day is not None:
                self.counts[day.person * self.weeks + board.week_of[pd % self.days]] = 1
        self.total = sum(self.week_cost(pw, 0, 0) for pw in range(len(self.worked)))
        self.total += sum(self._changed(seat, None, 0) for seat in range(len(board.refs)))
        self.total += sum(
            self._turn_cost(person, kind, 0) for kind in range(len(self.problem.turns)) for person in range(persons)
        )

    @property
    def scalar(self) -> int:
        """All levels in one number, for a search that may pass through worse states."""
        return self.total + MISSED * self.missed + LEFT * self.left

    def state(self) -> State:
        """All that changes, copied."""
        return State(
            self.duties[:],
            self.holder[:],
            self.moment[:],
            self.day[:],
            self.worked[:],
            self.served[:],
            self.month_worked[:],
            self.given[:],
            self.missed,
            self.left,
            self.total,
        )

    def restore(self, state: State) -> None:
        """Go back to a copied state."""
        self.duties, self.holder, self.moment = state.duties[:], state.holder[:], state.moment[:]
        self.day, self.worked, self.served = state.day[:], state.worked[:], state.served[:]
        self.month_worked, self.given = state.month_worked[:], state.given[:]
        self.missed, self.left, self.total = state.missed, state.left, state.total

    # -- what a change would cost, and whether it may be --------------------------------------------------------------

    def week_cost(self, pw: int, worked: int, served: int) -> int:
        """Overtime of the week and distance from the target for these sums of one person's week."""
        person = self.problem.persons[pw // self.weeks]
        cost = overtime.of_week(self.problem.weights, person, worked)
        return cost + target.cost(self.problem.weights, person, served) if self.counts[pw] else cost

    def duty_delta(self, pd: int, new: Timing | None) -> int:
        """Change of the cost of that duty and of its person's week."""
        old = self.duties[pd]
        pw = pd // self.days * self.weeks + self.board.week_of[pd % self.days]
        worked, served = self.worked[pw], self.served[pw]
        delta = -self.week_cost(pw, worked, served)
        if old is not None:
            delta, worked, served = delta - old.cost, worked - old.worked, served - old.served
        if new is not None:
            delta, worked, served = delta + new.cost, worked + new.worked, served + new.served
        return delta + self.week_cost(pw, worked, served)

    def may_open(self, pd: int) -> bool:
        """Whether the person may have a duty on that day, as far as their other days go."""
        number, day = divmod(pd, self.days)
        person, first = self.problem.persons[number], pd - day
        worked = {other for other in range(self.days) if self.duties[first + other] is not None} | {day}
        week = self.board.week_of[day]
        if not days_per_week.allows(person, sum(self.board.week_of[other] == week for other in worked)):
            return False
        return run_of_days.allows(person, worked, day)

    def fits(self, pd: int, new: Timing) -> bool:
        """Whether the person's limits over days, weeks and months allow this duty."""
        number, day = divmod(pd, self.days)
        person, old = self.problem.persons[number], self.duties[pd]
        more = new.worked - (old.worked if old is not None else 0)
        if not week_hours.allows(person, self.worked[number * self.weeks + self.board.week_of[day]] + more):
            return False
        month = self.month_of[day]
        if not month_hours.allows(
            person, self.months[month], self.month_worked[number * len(self.months) + month] + more
        ):
            return False
        return (old is not None or self.may_open(pd)) and self.rested(pd, new)

    def rested(self, pd: int, new: Timing) -> bool:
        """Whether the duties before and after leave the person's rest."""
        person = self.problem.persons[pd // self.days]
        arrival, departure = self._beside(pd)
        return rest_between_duties.allows(person, arrival, new.departure) and (
            departure is None or rest_between_duties.allows(person, new.arrival, departure)
        )

    def awake(self, pd: int) -> Span:
        """The part of the day that is left by the rest after the duty before and before the duty after."""
        midnight, rest = pd % self.days * DAY, self.problem.persons[pd // self.days].min_rest
        arrival, departure = self._beside(pd) if rest else (None, None)
        return Span(
            midnight if arrival is None else max(midnight, rest_between_duties.departs_from(rest, arrival)),
            midnight + DAY
            if departure is None
            else min(midnight + DAY, rest_between_duties.arrives_by(rest, departure)),
        )

    def timing(self, pd: int, order: Order) -> Timing | None:
        """The cheapest timing of this order that leaves the person's rest; `None` when there is none."""
        return self.book.of(order, pd, *self.awake(pd))

    def _beside(self, pd: int) -> tuple[int | None, int | None]:
        """Arrival of the person's duty before that day, and departure of the one after."""
        first = pd - pd % self.days
        before = next((duty for duty in reversed(self.duties[first:pd]) if duty is not None), None)
        after = next((duty for duty in self.duties[pd + 1 : first + self.days] if duty is not None), None)
        arrival = self.problem.persons[pd // self.days].last_end if before is None else before.arrival
        return arrival, None if after is None else after.departure

    def surcharge(self, seat: int, person: int, start: int = -1) -> int:
        """Cost of levels 3 and 4 that this person brings to the seat beside hours and ways."""
        ref, weights = self.board.refs[seat], self.problem.weights
        if ref.kind == "shift":
            start = self.problem.shifts[ref.item].start
        cost = self._changed(seat, person, start) - self._changed(seat, None, 0)
        if ref.kind == "shift":
            kind = self.problem.shifts[ref.item].turn
            if kind is not None:
                number = self.problem.turns.index(kind)
                given = self.given[person * len(self.problem.turns) + number]
                cost += self._turn_cost(person, number, given + 1) - self._turn_cost(person, number, given)
            return cost
        task = self.problem.tasks[ref.item]
        cost += gender_mismatch.cost(weights, task, self.problem.persons[person])
        if len(task.seats) == 1:
            cost += not_preferred.cost(weights, task, (person,))
        if ref.seat == 0:
            for number in self.board.series_of[ref.item]:
                others = self._series_persons(number)
                cost += further_person.cost(weights, [*others, person]) - further_person.cost(weights, others)
        return cost

    def crew_surcharge(self, unit: Unit, persons: Sequence[int]) -> int:
        """What the crew as a whole adds to its members' `surcharge`."""
        if unit.task is None or len(unit.seats) == 1:
            return 0
        return not_preferred.cost(self.problem.weights, self.problem.tasks[unit.task], persons)

    def openings(self, seat: int, workday: Workday) -> list[Opening]:
        """Where the seat could go in that duty as it is; worked out once for as long as the duty stays."""
        duty = self.duties[workday.pd]
        known = self._openings.get((seat, workday.pd))
        if known is None or known[0] is not duty:
            slots = self.board.slots(seat, workday.pd)
            known = self._openings[seat, workday.pd] = duty, openings(self.board, workday, duty, seat, slots)
        return known[1]

    def series_allows(self, unit: Unit, day: int) -> bool:
        """Whether the task's series leave that day to it."""
        if unit.task is None:
            return True
        return all(
            series_gap.allows(
                series, (self.day[other] for other in series.tasks if other != unit.task and self.day[other] >= 0), day
            )
            for series in (self.problem.series[number] for number in self.board.series_of[unit.task])
        )

    def end_of(self, task: int) -> int | None:
        """When a coupled task's last seat ends; `None` when it is unserved."""
        unit = self.board.units[task]
        if self.day[unit.number] < 0:
            return None
        return max(self.moment[seat] + self.board.duration[seat] for seat in unit.seats)

    def staff(self, shift: int) -> list[int]:
        """Persons who hold a seat of the shift."""
        seats = range(len(self.problem.shifts[shift].seats))
        first = self.board.first_seat[shift]
        return [self.holder[first + seat] // self.days for seat in seats if self.holder[first + seat] >= 0]

    # -- changes ------------------------------------------------------------------------------------------------------

    def place(self, unit: Unit, moves: Sequence[Move]) -> None:
        """Serve the unit by these moves, one for each seat, each in a duty of its own."""
        for _, pd, _, timing in moves:
            self.commit(pd, timing)
        self.hold(unit, [move[:3] for move in moves])

    def hold(self, unit: Unit, held: Sequence[Held]) -> None:
        """Count the unit as served by these, one for each seat; their duties are the caller's to commit."""
        persons = [pd // self.days for _, pd, _ in held]
        assert crew_together.different(persons)
        self.total += self.crew_surcharge(unit, persons)
        for seat, pd, start in held:
            self.total += self.surcharge(seat, pd // self.days, start)
            self.holder[seat], self.moment[seat] = pd, start
            self._count_turn(seat, pd // self.days, 1)
        self.day[unit.number] = held[0][1] % self.days
        self._count_level(unit, -1)

    def remove(self, unit: Unit) -> bool:
        """Take the unit out again, and first what must follow it; `False` when the unit has to stay."""
        if unit.pinned:
            return False
        if unit.task is not None:
            for link in self.board.following[unit.task]:
                second = self.board.units[link.second]
                if self.day[second.number] >= 0 and not self.remove(second):
                    return False
        after = []
        for seat in unit.seats:
            pd = self.holder[seat]
            duty = self.duties[pd]
            assert duty is not None
            order = tuple(entry for entry in duty.order if entry >> SHIFT != seat)
            timing = self.timing(pd, order) if order else None
            if order and (timing is None or not self.fits(pd, timing)):
                return False
            after.append((seat, pd, timing))
        persons = [pd // self.days for _, pd, _ in after]
        for seat, pd, timing in after:
            self.commit(pd, timing)
            moment = self.moment[seat]
            self.holder[seat] = self.moment[seat] = -1
            self._count_turn(seat, pd // self.days, -1)
            self.day[unit.number] = -1
            self.total -= self.surcharge(seat, pd // self.days, moment)
        self.total -= self.crew_surcharge(unit, persons)
        self._count_level(unit, 1)
        return True

    def tidy(self) -> bool:
        """Empty every shift whose mix of roles does not hold; `False` when a seat of such a shift has to stay."""
        kept = True
        for shift in self.board.mixed:
            if self.mix_holds(shift):
                continue
            first = self.board.first_seat[shift]
            for seat in range(first, first + len(self.problem.shifts[shift].seats)):
                if self.holder[seat] >= 0:
                    kept &= self.remove(self.board.units[self.board.unit_of[seat]])
        return kept

    def mix_holds(self, shift: int) -> bool:
        """Whether the shift's staff is a mix of roles as it should be."""
        roles = [self.problem.persons[person].role for person in self.staff(shift)]
        return role_mix_holds.allows(self.problem.shifts[shift], roles)

    def commit(self, pd: int, new: Timing | None) -> None:
        """Make this the duty, with its cost and hours; who holds its seats is counted apart."""
        self.total += self.duty_delta(pd, new)
        old, day, number = self.duties[pd], pd % self.days, pd // self.days
        pw = number * self.weeks + self.board.week_of[day]
        pm = number * len(self.months) + self.month_of[day]
        for timing, sign in ((old, -1), (new, 1)):
            if timing is not None:
                self.worked[pw] += sign * timing.worked
                self.served[pw] += sign * timing.served
                self.month_worked[pm] += sign * timing.worked
        self.duties[pd] = new

    def _count_level(self, unit: Unit, sign: int) -> None:
        if unit.mandatory:
            self.missed += sign * unit.amount
        else:
            self.left += sign * unit.amount

    def _count_turn(self, seat: int, person: int, sign: int) -> None:
        ref = self.board.refs[seat]
        kind = self.problem.shifts[ref.item].turn if ref.kind == "shift" else None
        if kind is not None:
            self.given[person * len(self.problem.turns) + self.problem.turns.index(kind)] += sign

    def _turn_cost(self, person: int, number: int, given: int) -> int:
        kind = self.problem.turns[number]
        return turns.cost(self.problem.weights, self.problem.persons[person], kind, given, self.board.shares[kind])

    def _changed(self, seat: int, person: int | None, start: int) -> int:
        earlier = self.board.earlier.get(self.board.refs[seat])
        return (
            0
            if earlier is None
            else changes.cost(self.problem.weights, earlier, person, earlier.start if start < 0 else start)
        )

    def _series_persons(self, number: int) -> list[int]:
        seats = (self.board.units[task].seats[0] for task in self.problem.series[number].tasks)
        return [self.holder[seat] // self.days for seat in seats if self.holder[seat] >= 0]


def with_seat(order: tuple[int, ...], index: int, seat: int, start: int) -> tuple[int, ...]:
    """The order with this seat put in before entry `index`."""
    return (*order[:index], code(seat, start), *order[index:])
