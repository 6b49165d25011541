"""Rules of a person's days and hours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from solver.plan import Duty, Violation
from solver.referee.reading import Reading


def available_that_day(reading: Reading) -> Iterator[Violation]:
    """A duty lies on a day on which the person is available."""
    for duty in reading.duties:
        if reading.entry(duty) is None:
            yield reading.broken_duty("available_that_day", duty, 1)


def one_duty_a_day(reading: Reading) -> Iterator[Violation]:
    """At most one duty a person and day."""
    for before, after in pairwise(reading.duties):
        if (before.person, before.day) == (after.person, after.day):
            yield reading.broken_duty("one_duty_a_day", after, 1)


def _by_person(reading: Reading) -> Iterator[tuple[int, list[Duty]]]:
    groups: dict[int, list[Duty]] = defaultdict(list)
    for duty in reading.duties:
        groups[duty.person].append(duty)
    yield from groups.items()


def days_per_week(reading: Reading) -> Iterator[Violation]:
    """No more days with a duty in a week than `max_days`."""
    for person, duties in _by_person(reading):
        days = Counter(reading.problem.weeks[day] for day in {duty.day for duty in duties})
        for week, number in days.items():
            excess = number - reading.problem.persons[person].max_days
            if excess > 0:
                yield _broken(reading, "days_per_week", person, week, excess)


def run_of_days(reading: Reading) -> Iterator[Violation]:
    """No more days with a duty in unbroken succession than `max_run`, those before the horizon included."""
    for index, duties in _by_person(reading):
        person = reading.problem.persons[index]
        days = {duty.day for duty in duties}
        for day in sorted(days):
            if day + 1 in days or person.max_run is None:
                continue
            first = day
            while first - 1 in days:
                first -= 1
            run = day - first + 1 + (person.run_before if first == 0 else 0)
            if run > person.max_run:
                yield _broken(reading, "run_of_days", index, f"until day {day}", run - person.max_run)


def runs_long_enough(reading: Reading) -> Iterator[Violation]:
    """No run of days with a duty, and none of days off between two, is too short unless it touches an end."""
    for index, duties in _by_person(reading):
        person, days = reading.problem.persons[index], sorted({duty.day for duty in duties})
        starts = [day for day in days if day - 1 not in days]
        ends = [day for day in days if day + 1 not in days]
        for first, last in zip(starts, ends, strict=True):
            lack = person.min_run - (last + 1 - first)
            if lack > 0 and first != 0 and last + 1 != reading.problem.days:
                yield _broken(reading, "runs_long_enough", index, f"from day {first}", lack)
        for last, again in zip(ends, starts[1:], strict=False):
            lack = person.min_run_off - (again - last - 1)
            if lack > 0:
                yield _broken(reading, "runs_long_enough", index, f"off after day {last}", lack)


def weekends_off(reading: Reading) -> Iterator[Violation]:
    """No more weekends with a duty than `max_weekends`."""
    weekends = dict(enumerate(reading.problem.weekends))
    for index, duties in _by_person(reading):
        most, had = reading.problem.persons[index].max_weekends, {weekends.get(duty.day, -1) for duty in duties}
        number = len(had - {-1})
        if most is not None and number > most:
            yield _broken(reading, "weekends_off", index, "in all", number - most)


def rest_between_duties(reading: Reading) -> Iterator[Violation]:
    """At least `min_rest` between an arrival and the next departure."""
    for index, duties in _by_person(reading):
        person = reading.problem.persons[index]
        before = [person.last_end] if person.last_end is not None else []
        arrivals: Sequence[int] = [*before, *(duty.arrival for duty in duties)]
        for arrival, duty in zip(arrivals, duties[1 - len(before) :], strict=False):
            lack = person.min_rest - (duty.departure - arrival)
            if lack > 0:
                yield reading.broken_duty("rest_between_duties", duty, lack)


def day_length(reading: Reading) -> Iterator[Violation]:
    """No more worked time in a duty than `max_day`."""
    for duty in reading.duties:
        excess = reading.worked(duty) - reading.person(duty).max_day
        if excess > 0:
            yield reading.broken_duty("day_length", duty, excess)


def week_hours(reading: Reading) -> Iterator[Violation]:
    """No more worked time in a week than `max_week`."""
    for person, duties in _by_person(reading):
        limit = reading.problem.persons[person].max_week
        for week, worked in worked_by(reading, duties, reading.problem.weeks).items():
            if limit is not None and worked > limit:
                yield _broken(reading, "week_hours", person, week, worked - limit)


def month_hours(reading: Reading) -> Iterator[Violation]:
    """No more worked time in a month than `max_month`, that before the horizon included."""
    for index, duties in _by_person(reading):
        person = reading.problem.persons[index]
        for month, worked in worked_by(reading, duties, reading.problem.months).items():
            total = worked + person.month_before.get(month, 0)
            if person.max_month is not None and worked > 0 and total > person.max_month:
                yield _broken(reading, "month_hours", index, month, total - person.max_month)


def worked_by(reading: Reading, duties: Sequence[Duty], labels: Sequence[str]) -> Counter[str]:
    """Worked seconds by the label (week or month) of the duties' days."""
    total: Counter[str] = Counter()
    for duty in duties:
        total[labels[duty.day]] += reading.worked(duty)
    return total


def _broken(reading: Reading, rule: str, person: int, where: str, amount: int) -> Violation:
    name = reading.problem.persons[person].id
    return Violation(rule=rule, where=f"person {name} {where}", amount=amount, persons=(person,))
