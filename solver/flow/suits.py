"""What this search can plan: one day of tasks, each person with one span; floating starts, crews, prices."""

from __future__ import annotations

from collections.abc import Iterator

from solver.problem import Person, Problem, Seat, Task

FEWEST = 2
"""A day with fewer tasks is nothing to search in."""


def suits(problem: Problem) -> bool:
    """Whether everything that the problem asks for is in this search's tables."""
    return next(unmodelled(problem), None) is None


def unmodelled(problem: Problem) -> Iterator[str]:
    """What the problem asks for and this search does not know, in the problem's own words."""
    if problem.days != 1:
        yield "days"
    if len(problem.tasks) < FEWEST:
        yield "tasks"
    if not any(len(task.seats) > 1 for task in problem.tasks) and not problem.bundles and not _has_terms(problem):
        yield "nothing that couples people"
    for name in (
        "shifts",
        "series",
        "precedences",
        "kits",
        "wishes",
        "not_next_day",
        "pins",
        "baseline",
        "frozen_until",
    ):
        if getattr(problem, name):
            yield name
    for person in problem.persons:
        yield from _of_person(person)
    for task in problem.tasks:
        yield from _of_task(task)


def _has_terms(problem: Problem) -> bool:
    weights = problem.weights
    return bool(weights.highest_lateness or weights.longest_wait or weights.most_idle or weights.imbalance)


def _of_person(person: Person) -> Iterator[str]:
    if len(person.availability) > 1 or any(len(entry.spans) > 1 for entry in person.availability):
        yield "spans"
    for name in ("skill_ends", "least_month", "last_end", "run_before", "month_before"):
        if getattr(person, name):
            yield name
    if person.max_days < 1 or person.max_run == 0 or person.max_weekends is not None or person.max_month is not None:
        yield "limits on days"


def _of_task(task: Task) -> Iterator[str]:
    if task.load or task.kits:
        yield "load or kits"
    if task.preferred and not task.preferred_each and len(task.seats) > 1:
        yield "somebody preferred in a crew"
    if len(task.seats) > 3 or task.seats[0].windows:
        yield "seats"
    yield from (name for seat in task.seats for name in _of_seat(seat))


def _of_seat(seat: Seat) -> Iterator[str]:
    ends = [(window.earliest, window.late_until or window.latest) for window in seat.windows]
    if any(early > late for early, late in ends):
        yield "windows"
