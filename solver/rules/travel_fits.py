"""Every leg fits between what comes before and after it, and lies inside one span of availability."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Span


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
