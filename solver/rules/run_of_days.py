"""A person has at most so many days with a duty in unbroken succession."""

from __future__ import annotations

from collections.abc import Container

from solver.problem import Person


def holds(first: int, last: int, before: int, most: int) -> bool:
    """Whether a run from day `first` to day `last` is short enough; `before`: days of it before day 0, if that is in
    it.
    """
    return (before if first == 0 else 0) + last - first + 1 <= most


def allows(person: Person, worked: Container[int], day: int) -> bool:
    """Whether the run of days with a duty around `day` is short enough.

    `worked`: days that have a duty, `day` included; the run before day 0 counts too.
    """
    if person.max_run is None:
        return True
    first = day
    while first - 1 in worked:
        first -= 1
    last = day
    while last + 1 in worked:
        last += 1
    return holds(first, last, person.run_before, person.max_run)
