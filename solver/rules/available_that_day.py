"""A service lies inside one span of the person's availability."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import DayAvailability, Problem, Ref, Span
from solver.rules import windows_hold


def on_day(problem: Problem, person: int, day: int) -> DayAvailability | None:
    """The person's availability on that day."""
    return next((found for found in problem.persons[person].availability if found.day == day), None)


def starts_inside(spans: Iterable[Span], duration: int) -> tuple[tuple[int, int], ...]:
    """Earliest and latest start of a service of `duration` seconds, for each span that can hold it."""
    return tuple((span.start, span.end - duration) for span in spans if span.end - span.start >= duration)


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:
    """Whether some span of that day holds the service, started inside a time window."""
    found = on_day(problem, person, day)
    if found is None:
        return False
    inside = starts_inside(found.spans, problem.duration_of(ref))
    slots = windows_hold.slots_on(problem, ref, day)
    return any(max(first, slot.earliest) <= min(last, slot.latest) for first, last in inside for slot in slots)
