"""A case for CP-SAT: both questions, and how it goes to another process and back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from solver.bounds.question import Question, read_question


@dataclass(slots=True)
class Case:
    """What is to be proved. `known`: what is missed at least of the units that are not lost; `first`: the question
    about level 1 (`None`: a plan reaches what is known), `second`: that about level 2.
    """

    seed: int
    known: int
    first: Question | None
    second: Question

    @property
    def size(self) -> int:
        """Pairs of a seat and a duty in the larger question."""
        return max(0 if self.first is None else self.first.size, self.second.size)

    def plain(self) -> dict[str, Any]:
        """The case as lists and numbers."""
        return asdict(self)


def read_case(plain: dict[str, Any]) -> Case:
    """A case from its plain form."""
    first = plain["first"]
    return Case(
        plain["seed"], plain["known"], None if first is None else read_question(first), read_question(plain["second"])
    )
