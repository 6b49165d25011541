"""Persons' days laid out for search: where and when a duty can lie, and how long every way takes from there."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace

from solver.problem import DAY, DayAvailability, Matrix, Person, Problem, Span
from solver.rules import load_carried, lunch_taken

Ways = Mapping[int, "array[int]"]
"""Seconds from a place (key) to every place."""


class Rows(dict[int, "array[int]"]):
    """A travel matrix as rows of plain integers, quick to look up one by one; a row is made when it is asked for."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self._matrix = matrix

    def __missing__(self, place: int) -> array[int]:
        row = self[place] = array("i", self._matrix[place].astype("int32", copy=False).tobytes())
        return row


@dataclass(frozen=True, slots=True)
class Workday:
    """One person's day: where and when a duty can lie. `meal`: opening, closing, duration, if a pause may be needed."""

    pd: int
    person: int
    day: int
    spans: tuple[Span, ...]
    backwards: tuple[Span, ...]
    start_place: int
    end_place: int
    rows: Ways
    meal: tuple[int, int, int] | None
    full: bool
    capacity: int


def workdays_of(problem: Problem) -> list[Workday | None]:
    """Every person's every day by `pd = person × days + day`; `None` where nobody is there."""
    found: list[Workday | None] = [None] * (len(problem.persons) * problem.days)
    rows = [Rows(matrix) for matrix in problem.travel]
    for number, person in enumerate(problem.persons):
        for free in person.availability:
            pd = number * problem.days + free.day
            found[pd] = Workday(
                pd,
                number,
                free.day,
                free.spans,
                free.spans[::-1],
                free.start_place,
                free.end_place,
                rows[person.mode],
                _meal(person, free),
                load_carried.starts_full(problem, free.start_place),
                person.capacity,
            )
    return found


def cut(workday: Workday, first: int, last: int) -> Workday | None:
    """What is left of the day from `first` to `last`; `None`: nothing."""
    if first <= workday.spans[0].start and last >= workday.spans[-1].end:
        return workday
    spans = tuple(Span(max(a, first), min(b, last)) for a, b in workday.spans if max(a, first) < min(b, last))
    return replace(workday, spans=spans, backwards=spans[::-1]) if spans else None


def _meal(person: Person, free: DayAvailability) -> tuple[int, int, int] | None:
    lunch, base = person.lunch, free.day * DAY
    if lunch is None or lunch_taken.time_off_suffices(lunch, free):
        return None
    return base + lunch.earliest_start, base + lunch.latest_end, lunch.duration
