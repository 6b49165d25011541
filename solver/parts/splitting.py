"""Splitting a problem by area and people."""

from __future__ import annotations

from solver.parts.areas import areas
from solver.parts.coupling import groups, held_items
from solver.parts.kits import DayCounts, divided
from solver.parts.part import Part, cut_out, whole
from solver.parts.people import items_of, people_of
from solver.problem import Problem


def parts(problem: Problem, n: int) -> tuple[Part, ...]:
    """The problem in up to `n` parts, each a problem of its own; plans of all of them make one plan of the whole.

    Every task, shift and person is in exactly one part. Crews, series, precedences, and what is pinned or past with its
    persons stay together; kits of which there are few are divided by days. There are fewer than `n` parts when less
    than `n` groups of work can be told apart. No chance and no clock: the same problem gives the same parts.

    Raises `ValueError` when `n` is less than 1.
    """
    if n < 1:
        raise ValueError(f"a problem has at least one part, not {n}")
    gathered = groups(problem)
    found = areas(problem, gathered, min(n, len(gathered))) if gathered else []
    if len(found) < 2:
        return (whole(problem),)
    works = [items_of(area) for area in found]
    held = held_items(problem)
    counts: list[dict[int, DayCounts]] = [{} for _ in found]
    for kit in range(len(problem.kits)):
        users = [[item for item in items if kit in _kits(problem, *item)] for items in works]
        for part, by_day in enumerate(divided(problem, kit, users, held)):
            counts[part][kit] = by_day
    persons = people_of(problem, found)
    return tuple(
        cut_out(problem, people, items, by_kit) for people, items, by_kit in zip(persons, works, counts, strict=True)
    )


def _kits(problem: Problem, kind: str, item: int) -> tuple[int, ...]:
    return problem.tasks[item].kits if kind == "task" else problem.shifts[item].kits
