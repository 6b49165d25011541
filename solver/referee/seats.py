"""Rules of one person on one seat."""

from __future__ import annotations

from collections.abc import Iterator

from solver.plan import Violation
from solver.problem import Person, Problem, Ref
from solver.referee.reading import Reading


def holds_role(problem: Problem, ref: Ref, person: Person) -> bool:
    """Whether the person's role is one of those that the seat admits."""
    roles = problem.seat(ref).roles
    return not roles or person.role in roles


def holds_skills(problem: Problem, ref: Ref, person: Person, end: int) -> bool:
    """Whether all skills of the seat are held until `end`."""
    return all(name in person.skills and person.skill_ends.get(name, end) >= end for name in problem.seat(ref).skills)


def is_refused(problem: Problem, ref: Ref, person: int) -> bool:
    """Whether the work refuses this person, requires others, or a human has barred this person from it."""
    if any((bar.kind, bar.item, bar.person) == (ref.kind, ref.item, person) for bar in problem.bars):
        return True
    if ref.kind == "shift":
        return person in problem.shifts[ref.item].refused
    task = problem.tasks[ref.item]
    return person in task.refused or (bool(task.required) and person not in task.required)


def role_fits(reading: Reading) -> Iterator[Violation]:
    """The person's role is one that the seat admits."""
    for taken in reading.everyone():
        if not holds_role(reading.problem, taken.ref, reading.person(taken)):
            yield reading.broken("role_fits", taken)


def skills_suffice(reading: Reading) -> Iterator[Violation]:
    """The person holds all skills of the seat until service ends."""
    for taken in reading.everyone():
        if not holds_skills(reading.problem, taken.ref, reading.person(taken), taken.end):
            yield reading.broken("skills_suffice", taken)


def not_refused(reading: Reading) -> Iterator[Violation]:
    """Nobody serves who is refused, barred, or not among the required."""
    for taken in reading.everyone():
        if is_refused(reading.problem, taken.ref, taken.person):
            yield reading.broken("not_refused", taken)


def gender_fits(reading: Reading) -> Iterator[Violation]:
    """A required gender is the gender of everybody in the crew."""
    for taken in reading.everyone():
        if taken.ref.kind == "task":
            task = reading.problem.tasks[taken.ref.item]
            if task.gender_required and task.gender is not None and reading.person(taken).gender != task.gender:
                yield reading.broken("gender_fits", taken)


def exempt_from_turn(reading: Reading) -> Iterator[Violation]:
    """Nobody has a turn of a kind that this person is exempt from."""
    for taken in reading.everyone():
        if taken.ref.kind == "shift" and reading.problem.shifts[taken.ref.item].turn in reading.person(taken).exempt:
            yield reading.broken("exempt_from_turn", taken)
