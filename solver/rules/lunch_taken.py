"""A duty that spans the meal time holds a pause in it."""

from __future__ import annotations

from itertools import pairwise

from solver.problem import DAY, DayAvailability, Lunch


def spanned(opening: int, closing: int, departure: int, arrival: int) -> bool:
    """Whether a duty of these times lasts from before the meal time opens until after it closes."""
    return departure < opening and arrival > closing


def needed(lunch: Lunch, day: int, departure: int, arrival: int) -> bool:
    """Whether a duty of these times should hold the pause, as far as its hours go."""
    opening, closing = day * DAY + lunch.earliest_start, day * DAY + lunch.latest_end
    return lunch.always or spanned(opening, closing, departure, arrival)


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
