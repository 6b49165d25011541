"""A plan told from its duties alone, whatever search made them: what is unserved, and the cost by level and term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from solver.objective import (
    changes,
    further_person,
    gender_mismatch,
    highest_lateness,
    imbalance,
    late_arrival,
    lateness,
    longest_wait,
    missed_lunch,
    most_idle,
    not_preferred,
    overtime,
    priced_work,
    shortfall,
    target,
    travel,
    turns,
    unwanted,
    waiting,
    wishes,
)
from solver.plan import Cost, Duty, Plan
from solver.problem import Problem, Ref, ShiftSeat, Task
from solver.reckoning import Reckoning


def cost_of_duties(problem: Problem, duties: tuple[Duty, ...]) -> Cost:
    """All levels and terms of a plan with these duties; costs in hundredths of a second."""
    told = Reckoning(problem, duties)
    return Cost(
        missed=sum(is_mandatory(problem, ref) for ref in told.unserved),
        left=sum(priced_work.weight(work) for work in _left(told)),
        terms={name: term(told) for name, term in TERMS.items()},
    )


def plan_of(problem: Problem, duties: tuple[Duty, ...], iterations: int = 0, seconds: float = 0.0) -> Plan:
    """The plan of these duties; `iterations`, `seconds`: what was spent on it."""
    return Plan(
        duties=duties,
        unserved=open_seats(problem, duties),
        cost=cost_of_duties(problem, duties),
        iterations=iterations,
        seconds=seconds,
    )


def open_seats(problem: Problem, duties: tuple[Duty, ...]) -> tuple[Ref, ...]:
    """Every seat that nobody takes, mandatory ones first."""
    taken = {stop.ref for duty in duties for stop in duty.stops}
    free = [ref for ref in problem.refs if ref not in taken]
    return tuple(sorted(free, key=lambda ref: not is_mandatory(problem, ref)))


def is_mandatory(problem: Problem, ref: Ref) -> bool:
    """Whether this seat counts at level 1 when nobody takes it."""
    seat = problem.seat(ref)
    return seat.required if isinstance(seat, ShiftSeat) else problem.tasks[ref.item].mandatory


def _left(told: Reckoning) -> list[Task | ShiftSeat]:
    """Tasks that are not served, and seats of shifts that nobody takes."""
    tasks: list[Task | ShiftSeat] = [
        task for item, task in enumerate(told.problem.tasks) if item not in told.crews and task.seats
    ]
    return tasks + [told.problem.shifts[ref.item].seats[ref.seat] for ref in told.unserved if ref.kind == "shift"]


def _travel(told: Reckoning) -> int:
    return sum(travel.cost(told.problem.weights, duty.legs) for duty in told.duties)


def _waiting(told: Reckoning) -> int:
    return sum(waiting.cost(told.problem.weights, duty.waiting) for duty in told.duties)


def _longest_wait(told: Reckoning) -> int:
    return longest_wait.cost(told.problem.weights, (wait for duty in told.duties for wait in duty.waits))


def _most_idle(told: Reckoning) -> int:
    return most_idle.cost(told.problem.weights, told.idle())


def _imbalance(told: Reckoning) -> int:
    return imbalance.cost(told.problem.weights, told.busy())


def _overtime(told: Reckoning) -> int:
    problem = told.problem
    cost = sum(overtime.of_day(problem.weights, problem.persons[duty.duty.person], duty.worked) for duty in told.duties)
    for number, person in enumerate(problem.persons):
        for week in told.labels(number, problem.weeks):
            cost += overtime.of_week(problem.weights, person, told.worked[number, week])
    return cost


def _late_arrival(told: Reckoning) -> int:
    weights = told.problem.weights
    return sum(late_arrival.cost(weights, each.entry, each.duty.arrival) for each in told.duties)


def _shortfall(told: Reckoning) -> int:
    problem = told.problem
    return sum(
        shortfall.cost(problem.weights, person, month, told.by_month[number, month])
        for number, person in enumerate(problem.persons)
        for month in told.labels(number, problem.months)
    )


def _missed_lunch(told: Reckoning) -> int:
    problem = told.problem
    return sum(
        missed_lunch.cost(
            problem.weights, problem.persons[each.duty.person], each.entry, each.duty.departure, each.duty.arrival
        )
        for each in told.duties
        if each.duty.lunch is None
    )


def _target(told: Reckoning) -> int:
    problem = told.problem
    return sum(
        target.cost(problem.weights, person, told.served[number, week])
        for number, person in enumerate(problem.persons)
        for week in told.labels(number, problem.weeks)
    )


def _lateness(told: Reckoning) -> int:
    return sum(lateness.cost(told.problem.weights, late) for duty in told.duties for late in duty.lates)


def _highest_lateness(told: Reckoning) -> int:
    return highest_lateness.cost(told.problem.weights, (late for duty in told.duties for late in duty.lates))


def _not_preferred(told: Reckoning) -> int:
    problem = told.problem
    return sum(not_preferred.cost(problem.weights, problem.tasks[item], crew) for item, crew in told.crews.items())


def _unwanted(told: Reckoning) -> int:
    problem = told.problem
    return sum(
        unwanted.cost(problem.weights, problem.tasks[item], person)
        for item, crew in told.crews.items()
        for person in crew
    )


def _gender_mismatch(told: Reckoning) -> int:
    problem = told.problem
    return sum(
        gender_mismatch.cost(problem.weights, problem.tasks[item], problem.persons[person])
        for item, crew in told.crews.items()
        for person in crew
    )


def _further_person(told: Reckoning) -> int:
    problem, crews = told.problem, told.crews
    return sum(
        further_person.cost(problem.weights, [crews[item][0] for item in series.tasks if item in crews])
        for series in problem.series
    )


def _turns(told: Reckoning) -> int:
    problem = told.problem
    given: Counter[tuple[int, str | None]] = Counter(
        (person, problem.shifts[ref.item].turn) for ref, (person, _) in told.who.items() if ref.kind == "shift"
    )
    cost = 0
    for kind in problem.turns:
        share = turns.fair_share(problem, kind)
        cost += sum(
            turns.cost(problem.weights, person, kind, given[number, kind], share)
            for number, person in enumerate(problem.persons)
        )
    return cost


def _wishes(told: Reckoning) -> int:
    seated = {(ref.item, person) for ref, (person, _) in told.who.items() if ref.kind == "shift"}
    return sum(wishes.cost(wish, (wish.shift, wish.person) in seated) for wish in told.problem.wishes)


def _priced_work(told: Reckoning) -> int:
    taken = [told.problem.seat(ref) for ref in told.who]
    filled = sum(priced_work.filled(seat) for seat in taken if isinstance(seat, ShiftSeat))
    return filled + sum(priced_work.left(work) for work in _left(told))


def _changes(told: Reckoning) -> int:
    problem = told.problem
    return sum(changes.cost(problem.weights, seat, *told.who.get(seat.ref, (None, 0))) for seat in problem.baseline)


TERMS: dict[str, Callable[[Reckoning], int]] = {
    "travel": _travel,
    "waiting": _waiting,
    "longest_wait": _longest_wait,
    "most_idle": _most_idle,
    "imbalance": _imbalance,
    "overtime": _overtime,
    "late_arrival": _late_arrival,
    "shortfall": _shortfall,
    "missed_lunch": _missed_lunch,
    "target": _target,
    "lateness": _lateness,
    "highest_lateness": _highest_lateness,
    "not_preferred": _not_preferred,
    "unwanted": _unwanted,
    "gender_mismatch": _gender_mismatch,
    "further_person": _further_person,
    "turns": _turns,
    "wishes": _wishes,
    "priced_work": _priced_work,
    "changes": _changes,
}
"""Each term, in the order of `objective.TERMS`."""
