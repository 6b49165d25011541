"""A person has a duty on at most so many weekends."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Person, Problem


def weekends_of(problem: Problem, worked: Iterable[int]) -> set[int]:
    """Numbers of the weekends that these days belong to."""
    return {problem.weekends[day] for day in worked if problem.weekends and problem.weekends[day] >= 0}


def holds(weekends: int, most: int) -> bool:
    """Whether so many weekends are no more than `most`."""
    return weekends <= most


def allows(person: Person, weekends: int) -> bool:
    """Whether the person may have a duty on so many weekends."""
    return person.max_weekends is None or holds(weekends, person.max_weekends)
