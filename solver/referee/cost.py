"""The whole cost, term by term, in hundredths of a second."""

from __future__ import annotations

from collections import Counter, defaultdict

from solver.plan import Cost
from solver.problem import Problem, Ref
from solver.referee.hours import worked_by
from solver.referee.reading import Reading, inside_one
from solver.referee.seats import holds_role, holds_skills, is_refused

CASE = 6000
"""Hundredths of a second in a cost-minute."""


def derived_cost(reading: Reading) -> Cost:
    """The cost of a plan."""
    return Cost(
        missed=sum(reading.is_mandatory(ref) for ref in _unserved(reading)),
        left=_left(reading),
        terms={name: term(reading) for name, term in TERMS.items()},
    )


def _unserved(reading: Reading) -> list[Ref]:
    """Seats that are not served: of a task all or none."""
    whole = {item for item in range(len(reading.problem.tasks)) if reading.crew(item) is not None}
    return [ref for ref in reading.refs if (ref.item not in whole if ref.kind == "task" else ref not in reading.taken)]


def _left(reading: Reading) -> int:
    left = [ref for ref in _unserved(reading) if not reading.is_mandatory(ref)]
    tasks = sum(reading.problem.tasks[item].weight for item in {ref.item for ref in left if ref.kind == "task"})
    return tasks + sum(reading.problem.shifts[ref.item].seats[ref.seat].weight for ref in left if ref.kind == "shift")


def _travel(reading: Reading) -> int:
    return reading.problem.weights.travel * sum(sum(reading.legs(duty)) for duty in reading.duties)


def _waiting(reading: Reading) -> int:
    busy = sum(sum(reading.legs(duty)) + sum(stop.end - stop.start for stop in duty.stops) for duty in reading.duties)
    return reading.problem.weights.waiting * (sum(reading.worked(duty) for duty in reading.duties) - busy)


def _overtime(reading: Reading) -> int:
    seconds = 0
    for index, person in enumerate(reading.problem.persons):
        duties = [duty for duty in reading.duties if duty.person == index]
        weeks = worked_by(reading, duties, reading.problem.weeks)
        seconds += sum(max(0, worked - person.norm_week) for worked in weeks.values())
        seconds += sum(max(0, reading.worked(duty) - person.norm_day) for duty in duties)
    return reading.problem.weights.overtime * seconds


def _target(reading: Reading) -> int:
    problem, weights = reading.problem, reading.problem.weights
    served: Counter[tuple[int, str]] = Counter()
    for taken in reading.everyone():
        served[taken.person, problem.weeks[taken.day]] += problem.duration_of(taken.ref)
    cost = 0
    for index, person in enumerate(problem.persons):
        target = person.target_week
        for week in {problem.weeks[entry.day] for entry in person.availability} if target else ():
            seconds = served[index, week]
            cost += weights.above_target * max(0, seconds - target)
            cost += weights.far_above_target * max(0, seconds - target * 5 // 4)
            cost += weights.below_target * max(0, target // 2 - seconds)
    return cost


def _lateness(reading: Reading) -> int:
    seconds = 0
    for ref, group in reading.taken.items():
        if ref.kind == "task" and ref.seat == 0:
            start = group[0].start
            windows = reading.problem.tasks[ref.item].windows
            ends = [(w, w.latest if w.late_until is None else w.late_until) for w in windows]
            late = (max(0, start - window.latest) for window, last in ends if window.earliest <= start <= last)
            seconds += min(late, default=0)
    return reading.problem.weights.lateness * seconds


def _not_preferred(reading: Reading) -> int:
    cases = 0
    for item, task in enumerate(reading.problem.tasks):
        crew = reading.crew(item)
        if crew is not None and task.preferred:
            cases += not any(taken.person in task.preferred for taken in crew.values())
    return CASE * reading.problem.weights.not_preferred * cases


def _gender_mismatch(reading: Reading) -> int:
    cases = 0
    for item, task in enumerate(reading.problem.tasks):
        if task.gender is not None and not task.gender_required:
            crew = reading.crew(item) or {}
            cases += sum(reading.person(taken).gender != task.gender for taken in crew.values())
    return CASE * reading.problem.weights.gender_mismatch * cases


def _further_person(reading: Reading) -> int:
    cases = 0
    for series in reading.problem.series:
        crews = [reading.crew(item) for item in series.tasks]
        cases += max(0, len({crew[0].person for crew in crews if crew}) - 1)
    return CASE * reading.problem.weights.further_person * cases


def _turns(reading: Reading) -> int:
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


def _changes(reading: Reading) -> int:
    weights, cost = reading.problem.weights, 0
    for seat in reading.problem.baseline:
        group = [taken for taken in reading.taken.get(seat.ref, []) if taken.person == seat.person]
        if group:
            cost += weights.moved_start * abs(group[0].start - seat.start)
        else:
            cost += CASE * weights.changed_seat
    return cost


TERMS = {
    "travel": _travel,
    "waiting": _waiting,
    "overtime": _overtime,
    "target": _target,
    "lateness": _lateness,
    "not_preferred": _not_preferred,
    "gender_mismatch": _gender_mismatch,
    "further_person": _further_person,
    "turns": _turns,
    "changes": _changes,
}
