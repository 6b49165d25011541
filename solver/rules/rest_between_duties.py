"""Between one duty's arrival and the next one's departure lies the person's rest."""

from __future__ import annotations

from solver.problem import Person


def departs_from(rest: int, arrival: int) -> int:
    """Earliest departure after a duty that arrives then; all in seconds."""
    return arrival + rest


def arrives_by(rest: int, departure: int) -> int:
    """Latest arrival before a duty that departs then; all in seconds."""
    return departure - rest


def allows(person: Person, arrival: int | None, departure: int) -> bool:
    """Whether the rest from `arrival` (`None`: no earlier duty) to `departure` is long enough, in seconds."""
    return arrival is None or departure >= departs_from(person.min_rest, arrival)
