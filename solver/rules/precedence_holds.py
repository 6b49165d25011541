"""The second of two tasks starts so long after the end of the first, and only if that is served."""

from __future__ import annotations

from solver.problem import Precedence


def holds(gap: int, least: int, most: int) -> bool:
    """Whether a start so many seconds after the end of the first task is neither too soon nor too late."""
    return least <= gap <= most


def starts_for(precedence: Precedence, end: int | None) -> tuple[int, int | None] | None:
    """Earliest and latest (`None`: open) start of the second task when the first ends at `end`.

    `None` when the first is unserved (`end` is `None`), so that the second may not be served at all.
    """
    if end is None:
        return None
    return end + precedence.gap_min, None if precedence.gap_max is None else end + precedence.gap_max


def allows(precedence: Precedence, end: int | None, start: int) -> bool:
    """Whether the second task may start at `start` when the first ends at `end` (`None`: unserved)."""
    if end is None:
        return False
    gap = start - end
    return holds(gap, precedence.gap_min, gap if precedence.gap_max is None else precedence.gap_max)
