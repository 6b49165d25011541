"""On problems of up to six tasks the engine reaches the exact optimum on all levels.

    python -m tests.proofs.tiny_optimum --cases 2000

The optimum comes from trying everything (`tests/oracle.py`); the plan is the best of a few seeds. Cases are drawn until
so many have been compared; one with more ways to try than `WAYS` is left out, and counted.
"""

from __future__ import annotations

import sys
from itertools import count
from random import Random

from solver.plan import Plan
from solver.problem import Problem
from solver.solve import Budget, solve
from tests.builders import random_problem
from tests.oracle import TooManyWays, optimum
from tests.proofs.tally import Tally, asked

GRAIN = 30
WAYS = 200_000
BUDGETS = tuple(Budget(iterations=number) for number in (200, 1000, 1000, 4000))


def drawn(seed: int) -> Problem:
    """Up to three persons on two days, with up to six tasks, a shift among them in half of the cases."""
    shifts = seed % 2
    return random_problem(Random(seed), persons=3, tasks=6 - shifts, shifts=shifts, days=2, grain=GRAIN)


def best_plan(problem: Problem, goal: tuple[int, int, int]) -> Plan:
    """The best plan of a few seeds; no more are tried once the goal is reached."""
    plans: list[Plan] = []
    for seed, budget in enumerate(BUDGETS):
        plans.append(solve(problem, budget, seed))
        if plans[-1].cost.key <= goal:
            break
    return min(plans, key=lambda plan: plan.cost.key)


def main() -> int:
    chosen, tally, skipped, apart = asked("tiny_optimum", 2000), Tally("tiny_optimum"), 0, [0, 0, 0]
    for seed in tally.over(count(chosen.first)):
        if tally.cases + 1 - skipped > chosen.cases:
            break
        problem = drawn(seed)
        try:
            best = optimum(problem, GRAIN, WAYS)
        except TooManyWays:
            skipped += 1
            continue
        plan = best_plan(problem, best.key)
        level = next((n for n, (a, b) in enumerate(zip(plan.cost.key, best.key, strict=True)) if a != b), None)
        if level is not None:
            apart[level] += 1
        tally.check(level is None, f"seed {seed}: {plan.cost.key} instead of {best.key}")
        known = tuple(0 if bound is None else bound for bound in plan.bound)
        tally.check(known[0] <= best.missed and known <= best.key[:2], f"seed {seed}: bound {known} above {best.key}")
    tally.cases -= skipped
    tally.told = {"too large": skipped, "apart by level": apart}
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
