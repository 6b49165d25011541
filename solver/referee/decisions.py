"""Rules of what humans have decided and of what has already happened."""

from __future__ import annotations

from collections.abc import Iterator

from solver.plan import Violation
from solver.referee.reading import Reading


def pins_hold(reading: Reading) -> Iterator[Violation]:
    """Every pinned seat has its person and, if given, its start."""
    for pin in reading.problem.pins:
        group = reading.taken.get(pin.ref, [])
        if not any(taken.person == pin.person and pin.start in (None, taken.start) for taken in group):
            where = f"{reading.name(pin.ref)} person {reading.problem.persons[pin.person].id}"
            yield Violation(rule="pins_hold", where=where, amount=1, persons=(pin.person,), refs=(pin.ref,))


def past_frozen(reading: Reading) -> Iterator[Violation]:
    """What started before `frozen_until` in the earlier plan is as it was, and nothing else starts there."""
    limit = reading.problem.frozen_until
    past = {seat.ref: seat for seat in reading.problem.baseline if seat.start < limit}
    for ref, seat in past.items():
        group = reading.taken.get(ref, [])
        if not any((taken.person, taken.start) == (seat.person, seat.start) for taken in group):
            yield Violation(rule="past_frozen", where=reading.name(ref), amount=1, persons=(seat.person,), refs=(ref,))
    for taken in reading.everyone():
        if taken.ref not in past and taken.start < limit:
            yield reading.broken("past_frozen", taken, limit - taken.start)
