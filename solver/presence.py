"""When a person is there, after more or less time than was known: spans of availability, added to and cut."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from solver.plan import Duty, Plan, Stop
from solver.problem import DAY, DayAvailability, Person, Problem, Span
from solver.rules import lunch_taken, travel_fits


@dataclass(frozen=True, slots=True)
class Held:
    """What a person has begun on one day: the duty, and the last stop of it that is under way."""

    duty: Duty
    last: Stop


def held_by(plan: Plan, under_way: Collection[tuple[str, int]]) -> dict[tuple[int, int], Held]:
    """By person and day, what has begun. `under_way`: the tasks and shifts that have, by kind and number."""
    found = {}
    for duty in plan.duties:
        begun = [stop for stop in duty.stops if stop.ref is not None and stop.ref[:2] in under_way]
        if begun:
            found[duty.person, duty.day] = Held(duty, begun[-1])
    return found


def ends_of(known: tuple[DayAvailability, ...]) -> tuple[int, int]:
    """Where a person's first day starts and ends.

    Raises `ValueError` when they have none.
    """
    if not known:
        raise ValueError("a person without any day needs a place to start from")
    return known[0].start_place, known[0].end_place


def with_time(known: tuple[DayAvailability, ...], span: Span, ends: tuple[int, int]) -> tuple[DayAvailability, ...]:
    """Availability with one more span, joined to those it meets. `ends`: start and end place of a day that is new."""
    day = span.start // DAY
    entry = next((entry for entry in known if entry.day == day), None)
    if entry is None:
        entry = DayAvailability(day=day, spans=(), start_place=ends[0], end_place=ends[1])
    others = [other for other in known if other.day != day]
    return tuple(sorted([*others, replace(entry, spans=_joined([*entry.spans, span]))], key=lambda each: each.day))


def without_time(
    problem: Problem, person: Person, entry: DayAvailability, span: Span, held: Held | None
) -> DayAvailability | None:
    """One day's availability without the span, but for what is held and the way home from it; `None`: no time left."""
    if span.end <= entry.spans[0].start or span.start >= entry.spans[-1].end:
        return entry
    if held is not None:
        span = Span(max(span.start, held.last.end), max(span.end, held.last.end))
    parts = [part for known in entry.spans for part in _less(known, span)]
    if held is not None:
        parts = _with_way_home(problem, person, entry, parts, held)
    return replace(entry, spans=_joined(parts)) if parts else None


def _less(known: Span, span: Span) -> list[Span]:
    cut = (Span(known.start, min(known.end, span.start)), Span(max(known.start, span.end), known.end))
    return [part for part in cut if part.start < part.end]


def _with_way_home(
    problem: Problem, person: Person, entry: DayAvailability, parts: list[Span], held: Held
) -> list[Span]:
    """The spans, with the way home after the held stop when nothing that is left of the day holds it."""
    ready, home = held.last.end, int(problem.travel[person.mode][held.last.end_place, entry.end_place])
    if not home or travel_fits.leave_from(parts, ready, home) is not None:
        return parts
    begin = travel_fits.leave_from(entry.spans, ready, home)
    if begin is None:
        return parts
    lunch, end = person.lunch, begin + home
    had = held.duty.lunch is not None and held.duty.lunch.end <= held.last.start
    if lunch is not None and not had and lunch_taken.needed(lunch, entry.day, held.duty.departure, end):
        end += lunch.duration
    return [*parts, Span(begin, min(end, max(span.end for span in entry.spans)))]


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
