"""Whom the rules on persons alone let take a seat, on whatever day; worked out once for seats that ask for the same."""

from __future__ import annotations

from solver.problem import Problem, Ref
from solver.rules import exempt_from_turn, gender_fits, load_carried, not_refused, role_fits, skills_suffice

RULES = (role_fits, not_refused, gender_fits, exempt_from_turn, load_carried)


class Qualified:
    """For each seat the persons whom role, refusals, gender, turns, load and skills (for however long) leave."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._barred: dict[tuple[str, int], frozenset[int]] = {}
        for bar in problem.bars:
            self._barred[bar.kind, bar.item] = self._barred.get((bar.kind, bar.item), frozenset()) | {bar.person}
        self._known: dict[object, frozenset[int]] = {}

    def of(self, ref: Ref) -> frozenset[int]:
        """The persons for this seat."""
        problem, seat = self.problem, self.problem.seat(ref)
        key: tuple[object, ...] = (ref.kind, seat.roles, seat.skills, self._barred.get(ref[:2]))
        if ref.kind == "task":
            task = problem.tasks[ref.item]
            key += (task.refused, task.required, task.gender if task.gender_required else None)
            key += (load_carried.load_of(problem, ref),)
        else:
            key += (problem.shifts[ref.item].refused, problem.shifts[ref.item].turn)
        if key not in self._known:
            self._known[key] = frozenset(
                person
                for person in range(len(problem.persons))
                if skills_suffice.held(problem, person, ref)
                and all(rule.allows(problem, person, ref, 0) for rule in RULES)
            )
        return self._known[key]
