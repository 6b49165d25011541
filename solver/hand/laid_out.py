"""A duty with its stops at given starts, possible or not: what it breaks, the referee tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from solver.plan import Duty, Stop
from solver.problem import DAY, DayAvailability, Lunch, Problem, Ref, Span


def entry_of(problem: Problem, person: int, day: int) -> DayAvailability | None:
    """The person's availability on that day."""
    return next((entry for entry in problem.persons[person].availability if entry.day == day), None)


def stop_at(problem: Problem, ref: Ref, start: int) -> Stop:
    """The seat, taken from that moment on."""
    place, end_place = problem.places_of(ref)
    return Stop(
        kind=ref.kind,
        ref=ref,
        place=place,
        end_place=end_place,
        arrival=start,
        start=start,
        end=start + problem.duration_of(ref),
    )


def laid_out(problem: Problem, person: int, day: int, stops: Iterable[Stop], base: int) -> Duty:
    """These stops, at least one, as one duty in the order of their starts. `base`: where it starts and ends when the
    person is not expected at all.
    """
    entry, travel = entry_of(problem, person, day), problem.travel[problem.persons[person].mode]
    first_place, last_place = (base, base) if entry is None else (entry.start_place, entry.end_place)
    split = entry is not None and len(entry.spans) > 1
    here, clock, found = first_place, None, list[Stop]()
    for stop in sorted(stops, key=lambda stop: (stop.start, stop.end)):
        # Where somebody is off in between, the way may lie on either side: then there in time is all that is said.
        there = stop.start if clock is None or split else min(stop.start, clock + int(travel[here, stop.place]))
        found.append(replace(stop, arrival=there))
        here, clock = stop.end_place, stop.end
    assert clock is not None
    departure = max(day * DAY, found[0].start - int(travel[first_place, found[0].place]))
    arrival = max(stop.end for stop in found) + int(travel[here, last_place])
    duty = Duty(person=person, day=day, departure=departure, arrival=arrival, stops=tuple(found))
    lunch = problem.persons[person].lunch
    return duty if lunch is None or entry is None else replace(duty, lunch=_pause(duty, lunch, entry, travel))


def _pause(duty: Duty, lunch: Lunch, entry: DayAvailability, travel: object) -> Span | None:
    """A lunch in the first gap that holds it, if one is due."""
    opening, closing = duty.day * DAY + lunch.earliest_start, duty.day * DAY + lunch.latest_end
    if not lunch.always and not (duty.departure < opening and duty.arrival > closing):
        return None
    here, clock = entry.start_place, duty.departure
    ends: Sequence[tuple[int, int, int]] = [
        *((stop.place, stop.start, stop.end) for stop in duty.stops),
        (entry.end_place, duty.arrival, duty.arrival),
    ]
    for number, (place, start, end) in enumerate(ends):
        leg = int(travel[here, place])  # type: ignore[index]
        for begin, until in ((max(clock, opening), start - leg), (max(clock + leg, opening), start)):
            finish = begin + lunch.duration
            inside = any(span.start <= begin and finish <= span.end for span in entry.spans)
            if inside and finish <= min(until, closing):
                return Span(begin, finish)
        here, clock = (duty.stops[number].end_place if number < len(duty.stops) else place), end
    return None
