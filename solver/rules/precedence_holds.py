"""The second of two tasks starts so long after the end of the first, and only if that is served."""

from __future__ import annotations

from solver.problem import Precedence


def starts_for(precedence: Precedence, end: int | None) -> tuple[int, int | None] | None:
    """Earliest and latest (`None`: open) start of the second task when the first ends at `end`.

    `None` when the first is unserved (`end` is `None`), so that the second may not be served at all.
    """
    if end is None:
        return None
    return end + precedence.gap_min, None if precedence.gap_max is None else end + precedence.gap_max


def allows(precedence: Precedence, end: int | None, start: int) -> bool:
    """Whether the second task may start at `start` when the first ends at `end` (`None`: unserved)."""
    bounds = starts_for(precedence, end)
    return bounds is not None and bounds[0] <= start and (bounds[1] is None or start <= bounds[1])
