"""The question as a model for CP-SAT."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from solver.bounds.question import Question

Literals = list[cp_model.IntVar]
Sum = cp_model.LinearExprT


class Relaxation:
    """The model. `taken[unit, seat, pd]`: whether the seat stands in that duty; `missed`, `left`: what it loses of
    levels 1 and 2.
    """

    def __init__(self, question: Question) -> None:
        self.question, self.model = question, cp_model.CpModel()
        self.taken: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.served: Literals = []
        self.in_duty: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number in range(len(question.units)):
            self._add_unit(number)
        self._add_room()
        self._add_days()
        self._add_links()
        self.missed, self.left = self._lost(mandatory=True), self._lost(mandatory=False)

    def _add_unit(self, number: int) -> None:
        """The unit is served on one day by one duty a seat, of different persons, or not at all."""
        unit, model = self.question.units[number], self.model
        served = model.new_bool_var("")
        self.served.append(served)
        same: dict[int, Literals] = defaultdict(list)
        for seat, asked in enumerate(unit.seats):
            for pd in asked.duties:
                self.taken[number, seat, pd] = model.new_bool_var("")
                same[pd].append(self.taken[number, seat, pd])
                self.in_duty[pd].append((number, seat))
            model.add(cp_model.LinearExpr.sum([self.taken[number, seat, pd] for pd in asked.duties]) == served)
        for seat in range(1, len(unit.seats)):
            for day in range(self.question.days):
                model.add(self._on_day(number, day, seat) == self._on_day(number, day))
        for crew in same.values():
            if len(crew) > 1:
                model.add_at_most_one(crew)
        if unit.pinned:
            model.add(served == 1)

    def _on_day(self, number: int, day: int, seat: int = 0) -> Sum:
        duties = self.question.units[number].seats[seat].duties
        return cp_model.LinearExpr.sum(
            [self.taken[number, seat, pd] for pd in duties if pd % self.question.days == day]
        )

    def _add_room(self) -> None:
        """Service fits into duties, weeks and months, and no two seats are taken at once."""
        for pd, room in self.question.room:
            self.model.add(self._service([pd]) <= room)
            self._add_moments(pd)
        for duties, limit in self.question.together:
            self.model.add(self._service(duties) <= limit)

    def _add_moments(self, pd: int) -> None:
        held = []
        for number, seat in self.in_duty[pd]:
            asked = self.question.units[number].seats[seat]
            row = asked.duties.index(pd)
            if asked.first[row] < asked.end[row]:
                held.append((asked.first[row], asked.end[row], self.taken[number, seat, pd]))
        for moment in sorted({first for first, _, _ in held}):
            at_once = [literal for first, end, literal in held if first <= moment < end]
            if len(at_once) > 1:
                self.model.add_at_most_one(at_once)

    def _service(self, duties: list[int]) -> Sum:
        inside = [(number, seat, pd) for pd in duties for number, seat in self.in_duty[pd]]
        return cp_model.LinearExpr.weighted_sum(
            [self.taken[one] for one in inside],
            [self.question.units[number].seats[seat].duration for number, seat, _ in inside],
        )

    def _add_days(self) -> None:
        used: dict[int, cp_model.IntVar] = {}
        for duties, limit in self.question.days_used:
            for pd in duties:
                if pd not in used:
                    used[pd] = self.model.new_bool_var("")
                    for number, seat in self.in_duty[pd]:
                        self.model.add_implication(self.taken[number, seat, pd], used[pd])
            self.model.add(cp_model.LinearExpr.sum([used[pd] for pd in duties]) <= limit)

    def _add_links(self) -> None:
        for pairs in self.question.apart:
            self.model.add(cp_model.LinearExpr.sum([self._on_day(number, day) for number, day in pairs]) <= 1)
        for second, first in self.question.follows:
            self.model.add_implication(self.served[second], self.served[first])
        for units, fitting, at_least in self.question.mixes:
            literals = [self.taken[number, 0, pd] for number, pd in fitting]
            for number in units:
                self.model.add(cp_model.LinearExpr.sum(literals) >= at_least).only_enforce_if(self.served[number])

    def _lost(self, *, mandatory: bool) -> Sum:
        units = enumerate(self.question.units)
        return cp_model.LinearExpr.sum(
            [unit.amount * (1 - self.served[number]) for number, unit in units if unit.mandatory == mandatory]
        )
