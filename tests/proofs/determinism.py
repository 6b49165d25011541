"""The same problem, seed, iterations and workers give the same plan in every process, idle or under load.

    python -m tests.proofs.determinism --cases 6

Each case is one problem with 1 or 2 workers, planned in three processes that order sets differently; the last one runs
beside processes that keep the machine busy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random

from solver.problem import Problem
from solver.solve import Budget, solve
from tests.builders import random_problem
from tests.proofs.drawn_weeks import drawn_week
from tests.proofs.tally import Tally, asked

ROOT = Path(__file__).parents[2]
ITERATIONS = 300
BUSY = "while True: pass"


def given(number: int) -> Problem:
    """A week of size S, or a random problem of some size."""
    if number % 2:
        return random_problem(Random(number), persons=8, tasks=25, shifts=8, days=5)
    return drawn_week("S", number)[1]


def digest(number: int, workers: int) -> str:
    """What the plan comes to, its seconds left out."""
    plan = solve(given(number), Budget(iterations=ITERATIONS), seed=number, workers=workers)
    told = (plan.duties, plan.unserved, plan.cost.key, sorted(plan.cost.terms.items()), plan.bound, plan.certificates)
    return sha256(repr(told).encode()).hexdigest()


def elsewhere(number: int, workers: int, hashing: str) -> str:
    """The digest from another process."""
    told = f"from tests.proofs.determinism import digest; print(digest({number}, {workers}))"
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": hashing},
    )
    return done.stdout.strip()


@contextmanager
def load(processes: int) -> Iterator[None]:
    """So many processes that never rest."""
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(processes)]
    try:
        yield
    finally:
        for one in busy:
            one.kill()
            one.wait()


def main() -> int:
    chosen, tally = asked("determinism", 6), Tally("determinism")
    cases = [(number, workers) for number in range(chosen.first, chosen.first + chosen.cases) for workers in (1, 2)]
    for number, workers in tally.over(cases):
        told = [elsewhere(number, workers, hashing) for hashing in ("1", "2")]
        with load(3):
            told.append(elsewhere(number, workers, "3"))
        tally.check(len(set(told)) == 1, f"case {number}, {workers} workers: {told}")
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
