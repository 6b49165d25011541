"""Terms of the cost that are counted in seconds, in hundredths of a second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from solver.plan import Duty
from solver.problem import DayAvailability
from solver.referee.hours import worked_by
from solver.referee.reading import Reading


def travel(reading: Reading) -> int:
    """All legs."""
    return reading.problem.weights.travel * sum(sum(reading.legs(duty)) for duty in reading.duties)


def _busy(reading: Reading, duty: Duty) -> int:
    return sum(reading.legs(duty)) + sum(stop.end - stop.start for stop in duty.stops)


def waiting(reading: Reading) -> int:
    """Worked time that is neither legs nor service nor reloads."""
    seconds = sum(reading.worked(duty) - _busy(reading, duty) for duty in reading.duties)
    return reading.problem.weights.waiting * seconds


def _gaps(reading: Reading, duty: Duty, entry: DayAvailability) -> Iterator[int]:
    """Seconds with nothing to do before each stop and, last, before the arrival."""
    clock = duty.departure
    ends = [(stop.start, stop.end) for stop in duty.stops] + [(duty.arrival, duty.arrival)]
    for (start, end), leg in zip(ends, reading.legs(duty), strict=True):
        there = _present(entry, clock, start)
        if duty.lunch is not None and clock <= duty.lunch.start and duty.lunch.end <= start:
            there -= duty.lunch.end - duty.lunch.start
        yield max(0, there - leg)
        clock = end


def _present(entry: DayAvailability, start: int, end: int) -> int:
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in entry.spans)


def longest_wait(reading: Reading) -> int:
    """The longest of all waits before a stop."""
    entries = ((duty, reading.entry(duty)) for duty in reading.duties)
    waits = [wait for duty, entry in entries if entry for wait in [*_gaps(reading, duty, entry)][:-1]]
    return reading.problem.weights.longest_wait * max(waits, default=0)


def most_idle(reading: Reading) -> int:
    """The idlest day of all that anybody is available."""
    duties = {(duty.person, duty.day): duty for duty in reading.duties}
    days = [
        _idle(reading, duties.get((number, entry.day)), entry)
        for number, person in enumerate(reading.problem.persons)
        for entry in person.availability
    ]
    return reading.problem.weights.most_idle * max(days, default=0)


def _idle(reading: Reading, duty: Duty | None, entry: DayAvailability) -> int:
    begin, until = entry.spans[0].start, entry.spans[-1].end if entry.due is None else entry.due
    if duty is None:
        return _present(entry, begin, until)
    outside = _present(entry, begin, min(duty.departure, until)) + _present(entry, duty.arrival, until)
    if duty.lunch is not None and duty.lunch.end <= duty.departure:
        outside -= _present(entry, duty.lunch.start, min(duty.lunch.end, until))
    return outside + sum(_gaps(reading, duty, entry))


def imbalance(reading: Reading) -> int:
    """How far busy times lie from their mean, each rounded up to whole steps."""
    weights = reading.problem.weights
    total: Counter[int] = Counter()
    for duty in reading.duties:
        total[duty.person] += _busy(reading, duty)
    busy = [total[number] for number, person in enumerate(reading.problem.persons) if person.availability]
    mean = Fraction(sum(busy), max(1, len(busy)))
    steps = sum(ceil(abs(seconds - mean) / weights.imbalance_step) for seconds in busy)
    return weights.imbalance * weights.imbalance_step * steps


def overtime(reading: Reading) -> int:
    """Worked time above the norms of the week and of the day."""
    seconds = 0
    for index, person in enumerate(reading.problem.persons):
        duties = reading.of_person(index)
        weeks = worked_by(reading, duties, reading.problem.weeks)
        seconds += sum(max(0, worked - person.norm_week) for worked in weeks.values())
        seconds += sum(max(0, reading.worked(duty) - person.norm_day) for duty in duties)
    return reading.problem.weights.overtime * seconds


def late_arrival(reading: Reading) -> int:
    """Arrivals after the moment that the day names."""
    entries = ((duty, reading.entry(duty)) for duty in reading.duties)
    seconds = sum(
        max(0, duty.arrival - entry.due) for duty, entry in entries if entry is not None and entry.due is not None
    )
    return reading.problem.weights.late_arrival * seconds


def shortfall(reading: Reading) -> int:
    """Worked time that months lack in which somebody is available."""
    problem, seconds = reading.problem, 0
    for index, person in enumerate(problem.persons):
        duties = reading.of_person(index)
        months = worked_by(reading, duties, problem.months)
        for month in {problem.months[entry.day] for entry in person.availability}:
            seconds += max(0, person.least_month - months[month] - person.month_before.get(month, 0))
    return problem.weights.shortfall * seconds


def target(reading: Reading) -> int:
    """Served time far from what suits a person in a week."""
    problem, weights = reading.problem, reading.problem.weights
    served: Counter[tuple[int, str]] = Counter()
    for taken in reading.everyone():
        served[taken.person, problem.weeks[taken.day]] += problem.duration_of(taken.ref)
    cost = 0
    for index, person in enumerate(problem.persons):
        wanted = person.target_week
        for week in {problem.weeks[entry.day] for entry in person.availability} if wanted else ():
            seconds = served[index, week]
            cost += weights.above_target * max(0, seconds - wanted)
            cost += weights.far_above_target * max(0, seconds - wanted * 5 // 4)
            cost += weights.below_target * max(0, wanted // 2 - seconds)
    return cost


def _lates(reading: Reading) -> Iterator[int]:
    """Lateness of each task seat that is taken, by the windows that are told for it."""
    for ref, group in reading.taken.items():
        if ref.kind == "task":
            task, start = reading.problem.tasks[ref.item], group[0].start
            windows = task.seats[ref.seat].windows or (task.windows if ref.seat == 0 else ())
            ends = [(w, w.latest if w.late_until is None else w.late_until) for w in windows]
            late = (max(0, start - window.latest) for window, last in ends if window.earliest <= start <= last)
            yield min(late, default=0)


def lateness(reading: Reading) -> int:
    """Starts after the soft end of a window."""
    return reading.problem.weights.lateness * sum(_lates(reading))


def highest_lateness(reading: Reading) -> int:
    """The latest of these, once."""
    return reading.problem.weights.highest_lateness * max(_lates(reading), default=0)
