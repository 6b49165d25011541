"""Turns above the fair share of their kind."""

from __future__ import annotations

from solver.problem import DAY, Person, Problem, Ref, Weights
from solver.rules import available_that_day, exempt_from_turn, not_refused, role_fits, skills_suffice

RULES = (role_fits, skills_suffice, not_refused, exempt_from_turn, available_that_day)


def takers(problem: Problem, kind: str) -> set[int]:
    """Persons who may take at least one turn of this kind and are available for all of it, seen alone."""
    refs = _refs(problem, kind)
    return {
        person
        for person in range(len(problem.persons))
        if any(
            all(rule.allows(problem, person, ref, problem.shifts[ref.item].start // DAY) for rule in RULES)
            for ref in refs
        )
    }


def fair_share(problem: Problem, kind: str) -> int:
    """Turns of this kind, former ones included, that everybody who can take them would have if shared evenly."""
    total = sum(person.turns_before.get(kind, 0) for person in problem.persons) + len(_refs(problem, kind))
    return -(-total // max(1, len(takers(problem, kind))))


def amount(rate: int, above: int) -> int:
    """Cost of so many turns above the fair share (below it: none) at `rate` for one, in hundredths of a second."""
    return rate * max(0, above) ** 2


def cost(weights: Weights, person: Person, kind: str, given: int, share: int) -> int:
    """Cost of `given` turns of this kind for this person at this fair share, in hundredths of a second."""
    return amount(6000 * weights.turn, person.turns_before.get(kind, 0) + given - share)


def _refs(problem: Problem, kind: str) -> list[Ref]:
    return [
        Ref("shift", item, seat)
        for item, shift in enumerate(problem.shifts)
        if shift.turn == kind
        for seat in range(len(shift.seats))
    ]
