"""A duty that spans the meal time holds a pause in it."""

from __future__ import annotations

from itertools import pairwise

from solver.problem import DAY, DayAvailability, Lunch


def needed(lunch: Lunch, day: int, departure: int, arrival: int) -> bool:
    """Whether a duty of these times should hold the pause, as far as its hours go."""
    return lunch.always or (departure < day * DAY + lunch.earliest_start and arrival > day * DAY + lunch.latest_end)


def time_off_suffices(lunch: Lunch, found: DayAvailability) -> bool:
    """Whether time off between two spans of that day holds the pause anyway."""
    opening, closing = found.day * DAY + lunch.earliest_start, found.day * DAY + lunch.latest_end
    return any(
        min(after.start, closing) - max(before.end, opening) >= lunch.duration
        for before, after in pairwise(found.spans)
    )


def due(lunch: Lunch, found: DayAvailability, departure: int, arrival: int) -> bool:
    """Whether a duty of these times should hold the pause, and no time off counts as it."""
    return needed(lunch, found.day, departure, arrival) and not time_off_suffices(lunch, found)


def allows(lunch: Lunch | None, found: DayAvailability, departure: int, arrival: int) -> bool:
    """Whether a duty of these times may do without the pause."""
    return lunch is None or not lunch.required or not due(lunch, found, departure, arrival)
