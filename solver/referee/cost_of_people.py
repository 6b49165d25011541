"""Terms of the cost that are counted in cases, in hundredths of a second."""

from __future__ import annotations

from collections import Counter, defaultdict

from solver.problem import Problem, Ref
from solver.referee.reading import Reading, Taken, inside_one
from solver.referee.seats import holds_role, holds_skills, is_refused
from solver.referee.walk import lacks_lunch

CASE = 6000
"""Hundredths of a second in a cost-minute."""


def missed_lunch(reading: Reading) -> int:
    """Duties without a lunch that they should hold but need not."""
    cases = sum(
        entry is not None and lunch is not None and not lunch.required and lacks_lunch(duty, lunch, entry)
        for duty in reading.duties
        for entry, lunch in [(reading.entry(duty), reading.person(duty).lunch)]
    )
    return CASE * reading.problem.weights.missed_lunch * cases


def not_preferred(reading: Reading) -> int:
    """Tasks without anybody whom they prefer, or persons of a crew who are not among these."""
    cases = 0
    for item, task in enumerate(reading.problem.tasks):
        crew = reading.crew(item)
        if crew is not None and task.preferred:
            liked = sum(taken.person in task.preferred for taken in crew.values())
            cases += len(crew) - liked if task.preferred_each else liked == 0
    return CASE * reading.problem.weights.not_preferred * cases


def unwanted(reading: Reading) -> int:
    """Persons in a crew whom the task would rather not see."""
    crews = ((task, reading.crew(item) or {}) for item, task in enumerate(reading.problem.tasks))
    cases = sum(taken.person in task.unwanted for task, crew in crews for taken in crew.values())
    return CASE * reading.problem.weights.unwanted * cases


def gender_mismatch(reading: Reading) -> int:
    """Persons of another gender than the task would like."""
    cases = 0
    for item, task in enumerate(reading.problem.tasks):
        if task.gender is not None and not task.gender_required:
            crew = reading.crew(item) or {}
            cases += sum(reading.person(taken).gender != task.gender for taken in crew.values())
    return CASE * reading.problem.weights.gender_mismatch * cases


def further_person(reading: Reading) -> int:
    """New faces on seat 0 of a series."""
    cases = 0
    for series in reading.problem.series:
        crews = [reading.crew(item) for item in series.tasks]
        cases += max(0, len({crew[0].person for crew in crews if crew}) - 1)
    return CASE * reading.problem.weights.further_person * cases


def turns(reading: Reading) -> int:
    """Turns above the fair share, squared."""
    problem = reading.problem
    given: dict[str, Counter[int]] = defaultdict(Counter)
    for taken in reading.everyone():
        turn = problem.shifts[taken.ref.item].turn if taken.ref.kind == "shift" else None
        if turn is not None:
            given[turn][taken.person] += 1
    cases = 0
    for kind in problem.turns:
        before = [person.turns_before.get(kind, 0) for person in problem.persons]
        seats = [ref for ref in reading.refs if ref.kind == "shift" and problem.shifts[ref.item].turn == kind]
        able = sum(any(_could_take(problem, ref, who) for ref in seats) for who in range(len(problem.persons)))
        share = -(-(sum(before) + len(seats)) // max(1, able))
        cases += sum(max(0, had + given[kind][who] - share) ** 2 for who, had in enumerate(before))
    return CASE * problem.weights.turn * cases


def _could_take(problem: Problem, ref: Ref, who: int) -> bool:
    """Whether a person may have this turn and is available for all of it, seen alone."""
    person, shift = problem.persons[who], problem.shifts[ref.item]
    return (
        shift.turn not in person.exempt
        and holds_role(problem, ref, person)
        and holds_skills(problem, ref, person, shift.end)
        and not is_refused(problem, ref, who)
        and any(inside_one(entry.spans, shift.start, shift.end) for entry in person.availability)
    )


def wishes(reading: Reading) -> int:
    """What persons asked for and did not get."""
    minutes = 0
    for wish in reading.problem.wishes:
        there = any(taken.person == wish.person for taken in _on_shift(reading, wish.shift))
        minutes += wish.cost if there != wish.wanted else 0
    return CASE * minutes


def _on_shift(reading: Reading, item: int) -> list[Taken]:
    refs = (Ref("shift", item, seat) for seat in range(len(reading.problem.shifts[item].seats)))
    return [taken for ref in refs for taken in reading.taken.get(ref, [])]


def priced_work(reading: Reading) -> int:
    """Optional work that is left at a price, and seats of shifts at whose filling there is one."""
    minutes = 0
    for item, task in enumerate(reading.problem.tasks):
        if not task.mandatory and task.left_cost is not None and reading.crew(item) is None:
            minutes += task.left_cost
    for item, shift in enumerate(reading.problem.shifts):
        for number, seat in enumerate(shift.seats):
            if Ref("shift", item, number) in reading.taken:
                minutes += seat.filled_cost
            elif not seat.required and seat.left_cost is not None:
                minutes += seat.left_cost
    return CASE * minutes


def changes(reading: Reading) -> int:
    """Seats of the earlier plan that changed hands or start elsewhen."""
    weights, cost = reading.problem.weights, 0
    for seat in reading.problem.baseline:
        group = [taken for taken in reading.taken.get(seat.ref, []) if taken.person == seat.person]
        if group:
            cost += weights.moved_start * abs(group[0].start - seat.start)
        else:
            cost += CASE * weights.changed_seat
    return cost
