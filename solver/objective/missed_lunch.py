"""Duties without the pause that they should hold, where that is no rule."""

from __future__ import annotations

from solver.problem import DayAvailability, Person, Weights
from solver.rules import lunch_taken


def cost(weights: Weights, person: Person, found: DayAvailability, departure: int, arrival: int) -> int:
    """Cost of a duty of these times that holds no pause, in hundredths of a second."""
    lunch = person.lunch
    if lunch is None or lunch.required:
        return 0
    return 6000 * weights.missed_lunch if lunch_taken.due(lunch, found, departure, arrival) else 0
