"""Any two served tasks of a series lie so many days apart, the last one before the horizon included."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Series


def holds(day: int, other: int, gap: int) -> bool:
    """Whether two days lie so many days apart."""
    return abs(day - other) >= gap


def allows(series: Series, days: Iterable[int], day: int) -> bool:
    """Whether a task of the series may be served on `day` when others are served on `days`."""
    if series.last_day is not None and not holds(day, series.last_day, series.gap_days):
        return False
    return all(holds(day, other, series.gap_days) for other in days)
