"""Rules of one duty, walked from its departure to its arrival: travel, lunch, load."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from solver.plan import Duty, Stop, Violation
from solver.problem import DAY, DayAvailability, Lunch, Span
from solver.referee.reading import Reading, inside_one


def travel_fits(reading: Reading) -> Iterator[Violation]:
    """Legs and services follow each other, each whole inside one span of availability and clear of the lunch."""
    for duty in reading.duties:
        entry = reading.entry(duty)
        if entry is None:
            continue
        for moment in (duty.departure, duty.arrival):
            if not inside_one(entry.spans, moment, moment):
                yield reading.broken_duty("travel_fits", duty, 1)
        if entry.at_opening and duty.departure != entry.spans[0].start:
            yield reading.broken_duty("travel_fits", duty, abs(duty.departure - entry.spans[0].start))
        yield from _legs_late(reading, duty, entry)
        for stop in duty.stops:
            if not _is_as_asked(reading, stop) or not inside_one(entry.spans, stop.start, stop.end):
                yield reading.broken_duty("travel_fits", duty, 1, stop)


def _legs_late(reading: Reading, duty: Duty, entry: DayAvailability) -> Iterator[Violation]:
    clock = duty.departure
    ends: list[Stop | None] = [*duty.stops, None]
    for stop, leg in zip(ends, reading.legs(duty), strict=True):
        arrival, start = (duty.arrival, duty.arrival) if stop is None else (stop.arrival, stop.start)
        done = _leg_done(entry.spans, clock, leg, _pause_between(duty, clock, start))
        if done is None or done > arrival or arrival > start:
            late = DAY if done is None else max(done - arrival, arrival - start)
            yield reading.broken_duty("travel_fits", duty, late, stop)
        clock = start if stop is None else stop.end


def _pause_between(duty: Duty, clock: int, start: int) -> Span | None:
    return duty.lunch if duty.lunch and clock <= duty.lunch.start and duty.lunch.end <= start else None


def _leg_done(spans: tuple[Span, ...], clock: int, leg: int, pause: Span | None) -> int | None:
    """Earliest end of a leg that starts at `clock` or later, in one span, wholly before or after the pause."""
    if leg == 0:
        return clock
    done = _leg_in_spans(spans, clock, leg)
    if pause is None or (done is not None and done <= pause.start):
        return done
    return _leg_in_spans(spans, pause.end, leg)


def _leg_in_spans(spans: tuple[Span, ...], clock: int, leg: int) -> int | None:
    ends = (max(clock, span.start) + leg for span in spans if max(clock, span.start) + leg <= span.end)
    return min(ends, default=None)


def _is_as_asked(reading: Reading, stop: Stop) -> bool:
    """Whether a stop is at its place and lasts as long as it should."""
    if stop.ref is None:
        reload = reading.problem.reload
        return (
            reload is not None
            and stop.place == stop.end_place
            and stop.place in reload.places
            and stop.end - stop.start == reload.duration
        )
    there = (stop.place, stop.end_place) == reading.problem.places_of(stop.ref)
    return there and stop.end - stop.start == reading.problem.duration_of(stop.ref)


def lunch_taken(reading: Reading) -> Iterator[Violation]:
    """Whoever is on duty over lunchtime has a lunch, at one place; and every lunch is one."""
    for duty in reading.duties:
        entry, lunch = reading.entry(duty), reading.person(duty).lunch
        if entry is None:
            continue
        if duty.lunch is not None:
            if lunch is None or not _is_lunch(duty, duty.lunch, lunch, entry):
                yield reading.broken_duty("lunch_taken", duty, duty.lunch.end - duty.lunch.start)
        elif lunch is not None and lunch.required and lacks_lunch(duty, lunch, entry):
            yield reading.broken_duty("lunch_taken", duty, lunch.duration)


def lacks_lunch(duty: Duty, lunch: Lunch, entry: DayAvailability) -> bool:
    """Whether a duty holds no lunch where it should, and no time off stands for it."""
    first, last = duty.day * DAY + lunch.earliest_start, duty.day * DAY + lunch.latest_end
    over_it = duty.departure < first and duty.arrival > last
    if duty.lunch is not None or not (lunch.always or over_it):
        return False
    return all(
        min(after.start, last) - max(before.end, first) < lunch.duration for before, after in pairwise(entry.spans)
    )


def _is_lunch(duty: Duty, pause: Span, lunch: Lunch, entry: DayAvailability) -> bool:
    first, last = duty.day * DAY + lunch.earliest_start, duty.day * DAY + lunch.latest_end
    ends = [duty.departure, *(stop.end for stop in duty.stops)]
    starts = [*(stop.start for stop in duty.stops), duty.arrival]
    return (
        pause.end - pause.start == lunch.duration
        and first <= pause.start
        and pause.end <= last
        and inside_one(entry.spans, *pause)
        and (
            (lunch.always and pause.end <= duty.departure)
            or any(end <= pause.start and pause.end <= start for end, start in zip(ends, starts, strict=True))
        )
    )


def load_carried(reading: Reading) -> Iterator[Violation]:
    """Nobody hands over more than is carried since the last stop at a place to reload."""
    places = reading.problem.reload.places if reading.problem.reload else frozenset()
    for duty in reading.duties:
        entry, capacity = reading.entry(duty), reading.person(duty).capacity
        carried = capacity if entry is not None and entry.start_place in places else 0
        for stop in duty.stops:
            if stop.place in places:
                carried = capacity
            if stop.ref is not None and stop.ref.kind == "task" and stop.ref.seat == 0:
                carried -= reading.problem.tasks[stop.ref.item].load
                if carried < 0:
                    yield reading.broken_duty("load_carried", duty, -carried, stop)
                    carried = 0
