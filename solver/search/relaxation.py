"""Who can take which seat on which day, leaving travel and order out: a model for CP-SAT.

Every plan obeys this model, so what it cannot serve no plan can: its optimum bounds levels 1 and 2. Its solution tells
where posts and scarce tasks best go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from ortools.sat.python import cp_model

from solver.problem import Ref
from solver.rules import role_mix_holds, series_gap
from solver.search.board import Board, Unit
from solver.search.reach import Reach

SIZE = 12_000

Literals = list[cp_model.IntVar]
Sum = cp_model.LinearExprT


class Relaxation:
    """The model. `taken[seat, pd]`: whether the seat stands in that duty; `units`: those that the model holds.

    `missed`, `left`: what it leaves of levels 1 and 2, of its own units and of those that have no candidates at all.
    """

    def __init__(self, board: Board, reach: Reach, tick: Callable[[], None], *, optional: bool) -> None:
        self.reach, self.days = reach, board.problem.days
        self.candidates = [[pd for pd in found if reach.slots(seat, pd)] for seat, found in enumerate(board.candidates)]
        self.board, self.model, self.optional = board, cp_model.CpModel(), optional
        self.taken: dict[tuple[int, int], cp_model.IntVar] = {}
        self.served: dict[int, cp_model.IntVar] = {}
        self._on_day: dict[tuple[int, int], Sum] = {}
        self._in_duty: dict[int, list[int]] = defaultdict(list)
        self.units = self._chosen()
        for unit in self.units:
            tick()
            self._add_unit(unit)
        self._add_duties()
        self._add_weeks()
        self._add_links()
        self._add_mixes()
        self.missed = self._unserved(mandatory=True)
        self.left = self._unserved(mandatory=False)

    def _chosen(self) -> list[Unit]:
        """Units with candidates: pinned ones, then those with the fewest, as many as the model may hold."""
        board, size, chosen = self.board, 0, []
        able = [unit for unit in board.units if (self.optional or unit.mandatory or unit.pinned) and self._able(unit)]
        for unit in sorted(able, key=lambda unit: (not unit.pinned, self._weight(unit))):
            size += self._weight(unit)
            if size > SIZE:
                break
            chosen.append(unit)
        return sorted(chosen, key=lambda unit: unit.number)

    def _add_unit(self, unit: Unit) -> None:
        """The unit is served on one day by one duty a seat, or not at all."""
        board, model = self.board, self.model
        served = self.served[unit.number] = model.new_bool_var("")
        persons: dict[int, Literals] = defaultdict(list)
        for seat in unit.seats:
            literals: Literals = []
            for pd in self.candidates[seat]:
                literal = self.taken[seat, pd] = model.new_bool_var("")
                literals.append(literal)
                persons[pd].append(literal)
                self._in_duty[pd].append(seat)
            model.add(cp_model.LinearExpr.sum(literals) == served)
        for day in range(board.problem.days):
            sums = [
                cp_model.LinearExpr.sum([self.taken[seat, pd] for pd in self.candidates[seat] if pd % self.days == day])
                for seat in unit.seats
            ]
            self._on_day[unit.number, day] = sums[0]
            for other in sums[1:]:
                model.add(other == sums[0])
        for crew in persons.values():
            if len(crew) > 1:
                model.add_at_most_one(crew)
        if unit.pinned:
            model.add(served == 1)

    def _add_duties(self) -> None:
        """What stands in one duty fits into its day: service as a whole, and at each moment."""
        board = self.board
        for pd, seats in self._in_duty.items():
            workday = board.workdays[pd]
            assert workday is not None
            room = sum(span.end - span.start for span in workday.spans)
            room = min(room, board.problem.persons[workday.person].max_day)
            self.model.add(self._service(pd, seats) <= room)
            bound = [(seat, *self._bound_time(seat, pd)) for seat in seats]
            for moment in sorted({start for _, start, end in bound if start < end}):
                at_once = [self.taken[seat, pd] for seat, start, end in bound if start <= moment < end]
                if len(at_once) > 1:
                    self.model.add_at_most_one(at_once)

    def _bound_time(self, seat: int, pd: int) -> tuple[int, int]:
        """The time that the seat takes up in that duty whenever it starts; empty when there is none."""
        slots = self.reach.slots(seat, pd)
        return max(slot[1] for slot in slots), min(slot[0] for slot in slots) + self.board.duration[seat]

    def _add_weeks(self) -> None:
        """Hours of weeks and months, days with a duty, and days in succession."""
        problem = self.board.problem
        hours: dict[tuple[int, str], list[Sum]] = defaultdict(list)
        used: dict[int, cp_model.IntVar] = {}
        for pd, seats in self._in_duty.items():
            person, day = divmod(pd, problem.days)
            service = self._service(pd, seats)
            hours[person, "week " + problem.weeks[day]].append(service)
            hours[person, "month " + problem.months[day]].append(service)
            used[pd] = self.model.new_bool_var("")
            for seat in seats:
                self.model.add_implication(self.taken[seat, pd], used[pd])
        for (number, label), parts in hours.items():
            person_ = problem.persons[number]
            kind, name = label.split(" ", 1)
            limit = person_.max_week if kind == "week" else person_.max_month
            if limit is not None:
                before = 0 if kind == "week" else person_.month_before.get(name, 0)
                self.model.add(cp_model.LinearExpr.sum(parts) <= max(0, limit - before))
        self._add_days(used)

    def _add_days(self, used: dict[int, cp_model.IntVar]) -> None:
        problem = self.board.problem
        for number, person in enumerate(problem.persons):
            days = {
                day: used[number * problem.days + day]
                for day in range(problem.days)
                if number * problem.days + day in used
            }
            for label in sorted(set(problem.weeks)):
                week = [literal for day, literal in days.items() if problem.weeks[day] == label]
                if len(week) > person.max_days:
                    self.model.add(cp_model.LinearExpr.sum(week) <= person.max_days)
            if person.max_run is None:
                continue
            for first in range(-person.run_before, problem.days - person.max_run):
                run = range(max(0, first), first + person.max_run + 1)
                inside = [days[day] for day in run if day in days]
                if inside:
                    self.model.add(cp_model.LinearExpr.sum(inside) <= person.max_run - max(0, -first))

    def _add_links(self) -> None:
        """Series keep their gaps; what follows needs what comes first."""
        problem = self.board.problem
        for series in problem.series:
            items = [item for item in series.tasks if item in self.served]
            for item in items:
                for day in range(problem.days):
                    if not series_gap.allows(series, (), day):
                        self.model.add(self._on_day[item, day] == 0)
            for one, other in combinations(items, 2):
                for day in range(problem.days):
                    close = [
                        self._on_day[other, near]
                        for near in range(problem.days)
                        if not series_gap.allows(series, (day,), near)
                    ]
                    if close:
                        self.model.add(cp_model.LinearExpr.sum([self._on_day[one, day], *close]) <= 1)
        for link in problem.precedences:
            if link.second in self.served and link.first in self.served:
                self.model.add_implication(self.served[link.second], self.served[link.first])
            elif link.second in self.served and not self._able(self.board.units[link.first]):
                self.model.add(self.served[link.second] == 0)

    def _add_mixes(self) -> None:
        """A shift that is staffed has its mix."""
        board = self.board
        for item, shift in enumerate(board.problem.shifts):
            units = [board.unit_of[board.number[Ref("shift", item, seat)]] for seat in range(len(shift.seats))]
            held = [number for number in units if number in self.served]
            everybody = all(
                number in self.served or not self.candidates[board.units[number].seats[0]] for number in units
            )
            for mix in role_mix_holds.missing(shift, ()) if everybody else ():
                fitting = [
                    literal
                    for (seat, pd), literal in self._literals(held)
                    if board.problem.persons[pd // board.problem.days].role in mix.roles
                ]
                for number in held:
                    self.model.add(cp_model.LinearExpr.sum(fitting) >= mix.at_least).only_enforce_if(
                        self.served[number]
                    )

    def _literals(self, units: list[int]) -> list[tuple[tuple[int, int], cp_model.IntVar]]:
        seats = [self.board.units[number].seats[0] for number in units]
        return [((seat, pd), self.taken[seat, pd]) for seat in seats for pd in self.candidates[seat]]

    def _unserved(self, *, mandatory: bool) -> Sum:
        board = self.board
        hopeless = sum(unit.amount for unit in board.units if unit.mandatory == mandatory and not self._able(unit))
        held = [unit for unit in self.units if unit.mandatory == mandatory]
        parts: list[Sum] = [unit.amount * (1 - self.served[unit.number]) for unit in held]
        return cp_model.LinearExpr.sum(parts) + hopeless

    def _service(self, pd: int, seats: list[int]) -> Sum:
        return cp_model.LinearExpr.weighted_sum(
            [self.taken[seat, pd] for seat in seats], [self.board.duration[seat] for seat in seats]
        )

    def _able(self, unit: Unit) -> bool:
        return all(self.candidates[seat] for seat in unit.seats)

    def _weight(self, unit: Unit) -> int:
        return sum(len(self.candidates[seat]) for seat in unit.seats)
