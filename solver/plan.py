"""What the solver answers: duties, what is left unserved, and the cost by level and term. Units as in `problem.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from solver.problem import Ref, Span

StopKind = Literal["task", "shift", "reload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One thing done in a duty: a seat of a task or shift, or a reload (`ref` is `None`).

    `arrival` ≤ `start`: the wait between them is waiting time, but for a lunch or time off in it. Service is `[start,
    end)`, from `place` to `end_place`.
    """

    kind: StopKind
    ref: Ref | None
    place: int
    end_place: int
    arrival: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """All that one person does on one day. `departure` from and `arrival` at the places of the day's availability."""

    person: int
    day: int
    departure: int
    arrival: int
    stops: tuple[Stop, ...]
    lunch: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Cost of a plan. Smaller is better, compared level by level: `missed`, then `left`, then `total`.

    `missed`: mandatory seats unserved (level 1); `left`: weight of optional work left (level 2). `terms`: each term of
    levels 3 and 4 in hundredths of a second, by the name of its file in `objective/`; `total` is their sum.
    """

    missed: int
    left: int
    terms: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Levels 3 and 4 together, hundredths of a second."""
        return sum(self.terms.values())

    @property
    def minutes(self) -> float:
        """Levels 3 and 4 together, in minutes; for people to read, not to compare by."""
        return self.total / 6000

    @property
    def key(self) -> tuple[int, int, int]:
        """What plans are compared by."""
        return self.missed, self.left, self.total


Ground = Literal["nobody", "crew", "follows", "at_once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Why no plan does better, such that counting verifies it (`solver.bounds.check`): of `refs`, seats that at least
    `amount` of level `level` is lost with (1: mandatory seats missed; 2: weight left, in plans that miss no more than
    all certificates of level 1 say). `persons`: everybody who could take any of them. Certificates of one level share
    no seat, so their amounts add up to the bound.

    - `nobody`: nobody can take one of the seats, whatever else they do; that loses the whole task.
    - `crew`: on no day are there different persons for all seats of the task.
    - `follows`: the task, `refs`, may only follow another, `beside`, that cannot be served, for one of these reasons.
    - `at_once`: all seats are taken during `moment`, and there are fewer `persons` than seats. At level 2 some are
      mandatory ones, `beside`, which no plan that reaches level 1 misses.
    """

    ground: Ground
    level: Literal[1, 2]
    refs: tuple[Ref, ...]
    persons: tuple[int, ...]
    amount: int
    beside: tuple[Ref, ...] = ()
    moment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan with its cost. `unserved`: every seat that nobody takes, mandatory ones first.

    `bound`: proved lower bounds of levels 1 and 2 where known; `certificates`: why, as far as counting tells.
    `iterations`, `seconds`: what the search spent.
    """

    duties: tuple[Duty, ...]
    unserved: tuple[Ref, ...]
    cost: Cost
    bound: tuple[int | None, int | None] = (None, None)
    certificates: tuple[Certificate, ...] = ()
    iterations: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search is: the best cost so far, iterations and seconds spent, and the share of the budget (0 to 1).

    `best`: makes the best plan so far; only to be asked while the progress is being told.
    """

    cost: Cost
    iterations: int
    seconds: float
    share: float
    best: Callable[[], Plan] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule: its name (a file of `rules/`), where, and by how much (in the rule's own unit)."""

    rule: str
    where: str
    amount: int
    persons: tuple[int, ...] = ()
    refs: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rule in an explanation: the persons who fail it first, and those who are left after it."""

    rule: str
    lost: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one seat is unserved: candidates lost rule by rule, in the order of `rules.ORDER`; exact for the plan."""

    ref: Ref
    steps: tuple[Step, ...]
