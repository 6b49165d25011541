"""Between one duty's arrival and the next one's departure lies the person's rest."""

from __future__ import annotations

from solver.problem import Person


def allows(person: Person, arrival: int | None, departure: int) -> bool:
    """Whether the rest from `arrival` (`None`: no earlier duty) to `departure` is long enough, in seconds."""
    return arrival is None or departure - arrival >= person.min_rest
