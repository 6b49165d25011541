"""Which problems are rosters of fixed posts: shifts only, few enough choices a day, and no cost that ties days of
different people together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from solver.problem import DAY, Problem, Shift

MOST = 200
"""Sequences of shifts that one day may offer."""


def suits(problem: Problem) -> bool:
    """Whether this search can plan the problem, with every rule and cost that it has."""
    weights = problem.weights
    return (
        bool(problem.shifts)
        and not problem.tasks
        and not (weights.longest_wait or weights.most_idle or weights.imbalance)
        and all(person.min_rest <= DAY for person in problem.persons)
        and all(_together(labels) for labels in (problem.weeks, problem.months))
        and _together([str(weekend) for weekend in problem.weekends if weekend >= 0])
        and all(_sequences(shifts) <= MOST for shifts in _by_day(problem))
    )


def _together(labels: Sequence[str]) -> bool:
    """Whether equal labels lie side by side."""
    found = [label for label, _ in groupby(labels)]
    return len(found) == len(set(found))


def _by_day(problem: Problem) -> list[list[Shift]]:
    days: list[list[Shift]] = [[] for _ in range(problem.days)]
    for shift in problem.shifts:
        days[shift.start // DAY].append(shift)
    return days


def _sequences(shifts: list[Shift]) -> int:
    """How many sequences of shifts one person could take on a day, one after the other; counts past `MOST` are cut."""
    after: list[tuple[int, int]] = []
    for shift in sorted(shifts, key=lambda shift: shift.start, reverse=True):
        kinds = len({(seat.roles, seat.skills) for seat in shift.seats})
        ways = kinds * (1 + sum(number for start, number in after if start >= shift.end))
        after.append((shift.start, min(ways, MOST + 1)))
    return sum(number for _, number in after)
