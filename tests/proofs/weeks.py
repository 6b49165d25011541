"""The referee and the set's own evaluation find nothing in plans of whole weeks.

python -m tests.proofs.weeks --cases 20
"""

from __future__ import annotations

import sys

from benchmarks.onto_problem import week as onto
from benchmarks.sets import week as form
from solver.referee import judge
from solver.solve import Budget, solve
from tests.proofs.drawn_weeks import drawn_week
from tests.proofs.tally import Tally, asked

BUDGET = Budget(iterations=400)
SIZES = ("S", "St")


def check(tally: Tally, size: str, seed: int) -> None:
    """Plan one week and look at the plan."""
    instance, problem = drawn_week(size, seed)
    plan = solve(problem, BUDGET, seed)
    broken, cost = judge(problem, plan)
    tally.check(not broken and cost == plan.cost, f"{size} {seed}: {[one.rule for one in broken]}")
    score = form.evaluate(instance, onto.to_plan(instance, plan))
    tally.check(not score.violations, f"{size} {seed}: {score.violations[:3]}")
    tally.check((plan.cost.missed, plan.cost.left) == score.key[:2], f"{size} {seed}: levels {score.key}")


def main() -> int:
    chosen, tally = asked("weeks", 20), Tally("weeks")
    for seed in tally.over(range(chosen.first, chosen.first + chosen.cases)):
        check(tally, SIZES[seed % len(SIZES)], seed)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
