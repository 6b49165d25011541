"""The whole cost: the levels, and every term of levels 3 and 4."""

from __future__ import annotations

from solver.plan import Cost
from solver.problem import Ref
from solver.referee import cost_of_people as people
from solver.referee import cost_of_time as time
from solver.referee.reading import Reading


def derived_cost(reading: Reading) -> Cost:
    """The cost of a plan. What is weighed with nothing costs nothing, however much there is of it."""
    weights = reading.problem.weights
    return Cost(
        missed=sum(reading.is_mandatory(ref) for ref in _unserved(reading)),
        left=_left(reading),
        terms={name: term(reading) if getattr(weights, name, True) else 0 for name, term in TERMS.items()},
    )


def _unserved(reading: Reading) -> list[Ref]:
    """Seats that are not served: of a task all or none."""
    whole = {item for item in range(len(reading.problem.tasks)) if reading.crew(item) is not None}
    return [ref for ref in reading.refs if (ref.item not in whole if ref.kind == "task" else ref not in reading.taken)]


def _left(reading: Reading) -> int:
    """Weight of optional work that is left, but for what has a price."""
    left = [ref for ref in _unserved(reading) if not reading.is_mandatory(ref)]
    tasks = [reading.problem.tasks[item] for item in {ref.item for ref in left if ref.kind == "task"}]
    seats = [reading.problem.shifts[ref.item].seats[ref.seat] for ref in left if ref.kind == "shift"]
    return sum(task.weight for task in tasks if task.left_cost is None) + sum(
        seat.weight for seat in seats if seat.left_cost is None
    )


TERMS = {
    "travel": time.travel,
    "waiting": time.waiting,
    "longest_wait": time.longest_wait,
    "most_idle": time.most_idle,
    "imbalance": time.imbalance,
    "overtime": time.overtime,
    "late_arrival": time.late_arrival,
    "shortfall": time.shortfall,
    "missed_lunch": people.missed_lunch,
    "target": time.target,
    "lateness": time.lateness,
    "highest_lateness": time.highest_lateness,
    "not_preferred": people.not_preferred,
    "unwanted": people.unwanted,
    "gender_mismatch": people.gender_mismatch,
    "further_person": people.further_person,
    "turns": people.turns,
    "wishes": people.wishes,
    "priced_work": people.priced_work,
    "changes": people.changes,
}
