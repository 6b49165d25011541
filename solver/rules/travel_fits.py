"""Every leg fits between what comes before and after it, and lies inside one span of availability; the first one may
have to begin as the day opens."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import DayAvailability, Span


def leave_from(spans: Iterable[Span], ready: int, length: int) -> int | None:
    """Earliest moment from `ready` on at which `length` seconds fit into one span; `None` when none is left."""
    for span in spans:
        start = max(ready, span.start)
        if start + length <= span.end:
            return start
    return None


def leave_by(spans: Iterable[Span], due: int, length: int) -> int | None:
    """Latest moment from which `length` seconds fit into one span and end by `due`; `None` when there is none.

    `spans`: last one first.
    """
    for span in spans:
        start = min(due, span.end) - length
        if start >= span.start:
            return start
    return None


def departure_of(found: DayAvailability, latest: int) -> int:
    """When a duty departs that could still do so at `latest`: then, or as the day opens where that is asked."""
    return found.spans[0].start if found.at_opening else latest
