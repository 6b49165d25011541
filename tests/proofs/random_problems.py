"""The referee finds nothing in any plan of random small problems, nor in what becomes of it when something happens.

    python -m tests.proofs.random_problems --cases 10000

Each case is one problem from one seed: planned, planned once more after people decided (pins, an earlier plan, a frozen
past), and replanned at each level after random changes.
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from solver.changes import TooLate
from solver.plan import Plan
from solver.problem import Problem, ProblemError
from solver.referee import judge
from solver.replan import Level, remaining, replan
from solver.solve import Budget, PinsCannotHold, solve
from tests.builders import decided, random_problem
from tests.further import further
from tests.proofs.happenings import happenings
from tests.proofs.tally import Tally, asked

BUDGET = Budget(iterations=60)
SHORT = Budget(iterations=10)


def drawn(seed: int) -> Problem:
    """A problem of a seed; every second one asks for what only some offices ask for."""
    problem = random_problem(Random(seed))
    return further(Random(seed), problem) if seed % 2 else problem


def case(seed: int) -> tuple[list[str], Counter[str]]:
    """What is wrong with the plans of one seed, and what there was no plan for."""
    rng, wrong, none = Random(seed), list[str](), Counter[str]()
    problem = drawn(seed)
    plan = solve(problem, BUDGET, seed)
    wrong += faults(f"seed {seed}", problem, plan)
    try:
        after = decided(Random(seed), problem, plan)
        wrong += faults(f"seed {seed}, decided", after, solve(after, BUDGET, seed + 1))
    except PinsCannotHold:
        none["pins that no plan was found for"] += 1
    changes = happenings(rng, problem, plan)
    try:
        left = remaining(problem, plan, changes)
    except (TooLate, ProblemError, PinsCannotHold) as error:
        none[type(error).__name__] += 1
        return wrong, none
    for level in Level:
        try:
            again = replan(problem, plan, changes, level, SHORT, seed)
        except PinsCannotHold:
            none["replanned: pins that no plan was found for"] += 1
            continue
        wrong += faults(f"seed {seed}, replanned, {level.value}", left, again)
    return wrong, none


def faults(what: str, problem: Problem, plan: Plan) -> list[str]:
    """What the referee has against the plan."""
    broken, cost = judge(problem, plan)
    found = [f"{what}: {one.rule} at {one.where} by {one.amount}" for one in broken]
    return found if cost == plan.cost else [*found, f"{what}: another cost than told"]


def main() -> int:
    chosen, tally, none = asked("random_problems", 10_000), Tally("random_problems"), Counter[str]()
    for seed in tally.over(range(chosen.first, chosen.first + chosen.cases)):
        try:
            wrong, without = case(seed)
        except Exception as error:
            wrong, without = [f"seed {seed}: {type(error).__name__}: {error}"], Counter()
        none += without
        for sentence in wrong:
            tally.check(False, sentence)
    tally.told = {"without a plan": dict(none)}
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
