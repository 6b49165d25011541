"""Days with a duty come in runs that are not too short, and so do the days off between them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import groupby

from solver.problem import Person


def runs(worked: Container[int], days: int) -> Iterator[tuple[bool, int, int]]:
    """Runs of days with a duty and without, in order: whether it has duties, its first day, its last."""
    for has_duty, group in groupby(range(days), key=lambda day: day in worked):
        run = list(group)
        yield has_duty, run[0], run[-1]


def too_short(person: Person, worked: Container[int], days: int) -> Iterator[tuple[int, int]]:
    """First day of each run that is too short, and how many days it lacks; one at an end of the horizon never is."""
    for has_duty, first, last in runs(worked, days):
        lack = (person.min_run if has_duty else person.min_run_off) - (last - first + 1)
        if lack > 0 and first > 0 and last < days - 1:
            yield first, lack


def allows(person: Person, worked: Container[int], days: int) -> bool:
    """Whether the person may have duties on the days `worked` of a horizon of so many days."""
    return next(too_short(person, worked, days), None) is None
