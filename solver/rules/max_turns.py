"""A person has at most so many turns of a kind."""

from __future__ import annotations

from solver.problem import Person


def holds(given: int, most: int) -> bool:
    """Whether so many turns are no more than `most`."""
    return given <= most


def allows(person: Person, kind: str, given: int) -> bool:
    """Whether the person may have `given` turns of this kind in the horizon."""
    return holds(given, person.max_turns.get(kind, given))
