"""How long a search may go on, and telling the caller how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from solver.plan import Cost, Plan, Progress

TELL_EVERY = 0.25


@dataclass(frozen=True, slots=True)
class Budget:
    """What a search may spend: seconds, iterations, or both; at least one. With iterations alone no clock decides
    anything, so that the same problem and seed give the same plan.

    Raises `ValueError` when neither is given or one is negative.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        given = [amount for amount in (self.seconds, self.iterations) if amount is not None]
        if not given or min(given) < 0:
            raise ValueError("a budget needs seconds or iterations, not below zero")


class Pace:
    """Counts iterations against the budget, and tells progress about four times a second.

    `best`: makes the best plan so far, once there is one.
    """

    def __init__(
        self,
        budget: Budget,
        on_progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        self.budget, self._tell, self._stop = budget, on_progress, stop
        self.iterations = 0
        self.best: Callable[[], Plan] | None = None
        self._began = self._told = time.monotonic()
        self._stopped = False
        self._due: tuple[float, Callable[[], None]] | None = None

    def once(self, share: float, action: Callable[[], None]) -> None:
        """Do this beside the search, at the first beat after so much of the budget is spent."""
        self._due = (share, action)

    @property
    def seconds(self) -> float:
        """Seconds spent."""
        return time.monotonic() - self._began

    @property
    def share(self) -> float:
        """Share of the budget that is spent, 0 to 1."""
        shares = [0.0]
        if self.budget.iterations is not None:
            done = self.iterations >= self.budget.iterations
            shares.append(1.0 if done else self.iterations / self.budget.iterations)
        if self.budget.seconds is not None:
            shares.append(self.seconds / max(1e-9, self.budget.seconds))
        return min(1.0, max(shares))

    def beat(self, cost: Callable[[], Cost]) -> None:
        """Tell progress if it is time to; `cost` is asked only then."""
        now = time.monotonic()
        if now - self._told < TELL_EVERY:
            return
        self._told = now
        self._stopped = self._stopped or (self._stop is not None and self._stop())
        if self._tell is not None:
            self._tell(
                Progress(
                    cost=cost(),
                    iterations=self.iterations,
                    seconds=self.seconds,
                    share=self.share,
                    best=self.best,
                )
            )
        if self._due is not None and self.share >= self._due[0]:
            (_, action), self._due = self._due, None
            action()

    def late(self) -> bool:
        """Whether time is up, or the caller wants an end; iterations are left out of account."""
        seconds = self.budget.seconds
        if self._stop is not None and self._stop():
            self._stopped = True
        return self._stopped or (seconds is not None and self.seconds >= seconds)

    def over(self) -> bool:
        """Whether the search has to end: the budget is spent, or the caller wants it."""
        if self._stopped or self.share >= 1.0:
            return True
        if self._stop is not None and self._stop():
            self._stopped = True
        return self._stopped
