"""At no moment are more kits in use than there are; each needs its turnaround before and after."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Kit, Span


def in_use(kit: Kit, start: int, end: int) -> Span:
    """When the kit is away for a service of `[start, end)`."""
    return Span(start - kit.turnaround, end + kit.turnaround)


def allows(kit: Kit, others: Iterable[Span], start: int, end: int) -> bool:
    """Whether a kit is left for `[start, end)` when the services `others` use one each."""
    mine = in_use(kit, start, end)
    away = [in_use(kit, *other) for other in others]
    clashing = [span for span in away if span.start < mine.end and mine.start < span.end]
    moments = [mine.start, *(span.start for span in clashing if span.start > mine.start)]
    return all(sum(span.start <= moment < span.end for span in clashing) < kit.count for moment in moments)
