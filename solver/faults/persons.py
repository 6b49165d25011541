"""Faults of persons: their figures, their availability, their lunch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from solver.faults.shape import outside, place_count, repeated
from solver.problem import DAY, DayAvailability, Fault, Person, Problem


def faults_of_persons(problem: Problem) -> Iterator[Fault]:
    """Ids, travel modes, figures below zero, turn kinds."""
    for name in repeated(person.id for person in problem.persons):
        yield Fault("id_twice", f"person {name}", "named more than once")
    for index, person in enumerate(problem.persons):
        where = f"person {person.id}"
        if outside(person.mode, len(problem.modes)):
            yield Fault("mode_unknown", where, f"mode {person.mode}", persons=(index,))
        for name, amount in _figures(person):
            if amount < 0:
                yield Fault("negative", where, f"{name} is {amount}", persons=(index,))
        if person.last_end is not None and person.last_end > 0:
            yield Fault("last_end", where, f"last duty ends at {person.last_end}, after the start", persons=(index,))
        for kind in sorted((person.exempt | set(person.turns_before) | set(person.max_turns)) - set(problem.turns)):
            yield Fault("turn_unknown", where, f"turn kind {kind}", persons=(index,))


def _figures(person: Person) -> Iterator[tuple[str, int]]:
    for name in ("capacity", "norm_day", "max_day", "norm_week", "max_days", "run_before", "min_rest", "target_week"):
        yield name, getattr(person, name)
    for name in ("min_run", "min_run_off", "least_month"):
        yield name, getattr(person, name)
    for name in ("max_week", "max_month", "max_run", "max_weekends"):
        if getattr(person, name) is not None:
            yield name, getattr(person, name)
    yield from ((f"month_before {month}", amount) for month, amount in person.month_before.items())
    yield from ((f"turns_before {kind}", amount) for kind, amount in person.turns_before.items())
    yield from ((f"max_turns {kind}", amount) for kind, amount in person.max_turns.items())


def faults_of_availability(problem: Problem) -> Iterator[Fault]:
    """Each day once and inside the horizon, spans in order, places known."""
    places = place_count(problem)
    for index, person in enumerate(problem.persons):
        where = f"person {person.id}"
        for day in repeated(str(entry.day) for entry in person.availability):
            yield Fault("day_twice", where, f"availability of day {day} is given twice", persons=(index,))
        for entry in person.availability:
            if outside(entry.day, problem.days):
                yield Fault("day_unknown", where, f"day {entry.day} is not planned", persons=(index,))
            if outside(entry.start_place, places) or outside(entry.end_place, places):
                yield Fault("place_unknown", where, f"start or end place of day {entry.day}", persons=(index,))
            if not _spans_in_order(entry):
                text = f"spans of day {entry.day} are empty, unsorted, overlapping or outside the day"
                yield Fault("spans", where, text, persons=(index,))
            elif entry.due is not None and not entry.spans[0].start <= entry.due <= entry.spans[-1].end:
                yield Fault("due", where, f"due at {entry.due}, outside the spans of day {entry.day}", persons=(index,))


def _spans_in_order(entry: DayAvailability) -> bool:
    spans = entry.spans
    return (
        bool(spans)
        and all(span.start < span.end for span in spans)
        and all(before.end <= after.start for before, after in pairwise(spans))
        and entry.day * DAY <= spans[0].start
        and spans[-1].end <= (entry.day + 1) * DAY
    )


def faults_of_lunches(problem: Problem) -> Iterator[Fault]:
    """A lunch fits its window, and the window its day."""
    for index, person in enumerate(problem.persons):
        lunch = person.lunch
        if lunch is None:
            continue
        fits = lunch.earliest_start + lunch.duration <= lunch.latest_end
        if lunch.duration <= 0 or not fits or lunch.earliest_start < 0 or lunch.latest_end > DAY:
            text = f"{lunch.duration} s do not fit between {lunch.earliest_start} and {lunch.latest_end}"
            yield Fault("lunch", f"person {person.id}", text, persons=(index,))
