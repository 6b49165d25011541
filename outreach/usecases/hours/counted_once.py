"""Time that two rows of one person claim counts once."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.usecases.hours.time_served import Span


def free_minutes(span: Span, taken: Sequence[Span]) -> int:
    """How many minutes of a span no other one has."""
    free, start = 0, span.start
    for other in sorted(taken, key=lambda one: one.start):
        if other.start > start:
            free += max(Span(start, min(other.start, span.end)).minutes, 0)
        start = max(start, other.end)
    return free + max(Span(start, span.end).minutes, 0)
