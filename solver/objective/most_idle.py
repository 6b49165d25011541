"""The most idle time of one person on one day."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import DayAvailability, Span, Weights


def available(found: DayAvailability, start: int, end: int) -> int:
    """Seconds of `[start, end)` that lie in the day's spans, up to the moment at which the duty is due."""
    end = end if found.due is None else min(end, found.due)
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in found.spans)


def seconds(found: DayAvailability, departure: int, arrival: int, waiting: int, pause: Span | None = None) -> int:
    """Idle time of a day with a duty that waits for `waiting` seconds in all; `pause`: one before its departure."""
    before = available(found, found.spans[0].start, departure) - (available(found, *pause) if pause else 0)
    return before + waiting + available(found, arrival, found.spans[-1].end)


def without_duty(found: DayAvailability) -> int:
    """Idle time of a day without a duty: all of it."""
    return available(found, found.spans[0].start, found.spans[-1].end)


def cost(weights: Weights, idle: Iterable[int]) -> int:
    """Cost of these idle times, one for each person and day with availability, in hundredths of a second."""
    return weights.most_idle * max(idle, default=0)
