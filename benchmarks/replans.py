"""How fast a week is whole again after one absence, at each level of gentleness.

    python -m benchmarks.replans WEEK.json [WEEK.json …] --budget 10 --absences 5 --seed 1

For each week: a plan made in `--budget` seconds; then, for people drawn by the seed, each absent for one day on which
they have a duty: the greedy answer, and the one after a second. A line of JSON for each week, level and budget: seconds
in the median and at most; `lost`: seats of each absence; `whole`: in how many of them levels 1 and 2 are the best that
was found at any level; unforced changes at most.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.onto_problem import week as onto
from benchmarks.sets import week as form
from solver.changes import PersonAway
from solver.choice import search_for
from solver.plan import Plan
from solver.problem import DAY, Problem, Span
from solver.replan import Level, remaining, replan, unforced_changes
from solver.solve import Budget, solve

BUDGETS = {"greedy": Budget(iterations=0), "1 s": Budget(seconds=1.0)}


def replans(path: Path, seconds: float, absences: int, seed: int) -> Iterator[dict[str, Any]]:
    """The reports of one week."""
    problem = onto.to_problem(form.read_instance(path))
    search_for(problem).load()
    plan = solve(problem, Budget(seconds=seconds), seed=seed)
    duties = Random(seed).sample(plan.duties, min(absences, len(plan.duties)))  # noqa: S311
    away = [PersonAway(duty.person, Span(duty.day * DAY, (duty.day + 1) * DAY)) for duty in duties]
    answers: dict[tuple[Level, str], list[tuple[float, Plan, int]]] = {}
    for change in away:
        after = remaining(problem, plan, [change])
        for level in Level:
            for name, budget in BUDGETS.items():
                began = time.monotonic()
                found = replan(problem, plan, [change], level, budget, seed=seed)
                spent = time.monotonic() - began
                answers.setdefault((level, name), []).append((spent, found, unforced_changes(after, plan, found)))
    best = [min(found[number][1].cost.key[:2] for found in answers.values()) for number in range(len(away))]
    lost = [sum(stop.ref is not None for stop in duty.stops) for duty in duties]
    for (level, name), answered in answers.items():
        yield _report(problem, path.stem, level, name, answered, best) | {"lost": lost}


def _report(
    problem: Problem,
    week: str,
    level: Level,
    name: str,
    found: list[tuple[float, Plan, int]],
    best: list[tuple[int, int]],
) -> dict[str, Any]:
    return {
        "week": week,
        "people": len(problem.persons),
        "level": level.name,
        "budget": name,
        "median_s": round(median(spent for spent, _, _ in found), 3),
        "most_s": round(max(spent for spent, _, _ in found), 3),
        "whole": sum(plan.cost.key[:2] == goal for (_, plan, _), goal in zip(found, best, strict=True)),
        "absences": len(found),
        "unforced": max(changed for _, _, changed in found),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replans", description="Replan after one absence.")
    parser.add_argument("weeks", metavar="WEEK", type=Path, nargs="+")
    parser.add_argument("--budget", metavar="SECONDS", type=float, default=10.0)
    parser.add_argument("--absences", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    for path in chosen.weeks:
        for report in replans(path, chosen.budget, chosen.absences, chosen.seed):
            print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
