"""What a human has decided, and what is past, stays: this person, on this seat, at this moment."""

from __future__ import annotations

from solver.problem import DAY, Pin, Problem, Ref
from solver.rules import past_frozen


def pins(problem: Problem) -> dict[Ref, Pin]:
    """Every seat that is decided already, by a pin or by the past."""
    decided = {pin.ref: pin for pin in problem.pins}
    for ref, kept in past_frozen.kept(problem).items():
        decided[ref] = Pin(ref=ref, person=kept.person, start=kept.start)
    return decided


def leaves(pin: Pin | None, person: int, day: int) -> bool:
    """Whether a seat with this pin (`None`: without) is left to this person on this day."""
    return pin is None or (pin.person == person and (pin.start is None or pin.start // DAY == day))


def allows(problem: Problem, person: int, ref: Ref, day: int) -> bool:
    """Whether the pins leave this seat to this person on this day."""
    return leaves(next((pin for pin in problem.pins if pin.ref == ref), None), person, day)
