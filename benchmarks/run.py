"""Solve one instance of a benchmark set, write the plan in the set's own form, and tell how good it is.

    python -m benchmarks.run FORMAT INSTANCE --budget SECONDS --seed N --workers K --out PLAN
    python -m benchmarks.run FORMAT INSTANCE --iterations N --seed N --out PLAN

FORMAT is hhcrsp, uhhc, vrptw, shifts or week; INSTANCE and PLAN are files anywhere. The last line on stdout is JSON:

- `cost`, `terms`, `levels` (what plans are compared by), `violations` (how many): by the set's own evaluation;
- `referee`: how many violations the solver's referee finds;
- `bound`: proved lower bounds of mandatory seats missed and of optional weight left, `null` where none is known;
- `seconds`: the search, and the referee's check of its plan; `start_s`: all before it, loading and compiling included;
- `iterations`; `peak_mb`: most memory held at once.

Exit status 2, with a sentence on stderr, when the instance cannot be read or asks for what `Problem` cannot say.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.measures import peak_mb, since_start, watch_children
from benchmarks.onto_problem import NotMappedError
from benchmarks.sets.score import FormatError, Score
from solver.choice import search_for
from solver.plan import Plan
from solver.problem import ProblemError
from solver.referee import violations
from solver.solve import Budget, solve

FORMATS = ("hhcrsp", "uhhc", "vrptw", "shifts", "week")
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What one run is asked for."""

    form: str
    instance: Path
    out: Path
    budget: Budget
    seed: int
    workers: int


def run(wish: Wish) -> dict[str, Any]:
    """Solve, write the plan, and return the report.

    Raises `NotMappedError`, `FormatError`, `ProblemError` and `OSError`.
    """
    share: dict[str, Any] = {"workers": wish.workers} if takes_workers() else {}
    form = import_module(f"benchmarks.sets.{wish.form}")
    onto = import_module(f"benchmarks.onto_problem.{wish.form}")
    if onto.NEEDS:
        raise NotMappedError(wish.form, onto.NEEDS)
    instance = form.read_instance(wish.instance)
    problem = onto.to_problem(instance)
    watch_children()
    # So that no clock counts what is loaded or compiled.
    search_for(problem).load()
    start = since_start()
    plan: Plan = solve(problem, wish.budget, seed=wish.seed, **share)
    seconds = since_start() - start
    answer = onto.to_plan(instance, plan)
    form.write_plan(wish.out, answer)
    return {
        **report(wish.instance, form.evaluate(instance, answer), start, seconds),
        "referee": len(violations(problem, plan)),
        "bound": list(plan.bound),
        "iterations": plan.iterations,
        "seed": wish.seed,
        "workers": wish.workers,
    }


def report(path: Path, score: Score, start: float, seconds: float) -> dict[str, Any]:
    """What every run tells of its plan; the first broken rules go to stderr."""
    for sentence in score.violations[:SHOWN]:
        print(sentence, file=sys.stderr)
    return {
        "instance": path.stem,
        "cost": round(score.cost, 4),
        "terms": {name: round(amount, 4) for name, amount in score.terms.items()},
        "levels": [round(level, 4) for level in score.key],
        "violations": len(score.violations),
        "seconds": round(seconds, 3),
        "start_s": round(start, 3),
        "peak_mb": peak_mb(),
    }


def takes_workers() -> bool:
    """Whether the solver can be told how many workers to use."""
    return "workers" in inspect.signature(solve).parameters


def parser_of(prog: str, text: str, first: tuple[str, ...] = ()) -> argparse.ArgumentParser:
    """The arguments that every run takes, our own or a peer's; `first` come before the others."""
    parser = argparse.ArgumentParser(prog=prog, description=text)
    for name in first:
        parser.add_argument(name, metavar=name.upper())
    parser.add_argument("form", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    parser.add_argument("instance", metavar="INSTANCE", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", metavar="PLAN", type=Path, required=True)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = parser_of("python -m benchmarks.run", "Solve one instance of a benchmark set.")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--budget", metavar="SECONDS", type=float)
    budget.add_argument("--iterations", metavar="N", type=int)
    parser.add_argument("--workers", metavar="K", type=int, default=1)
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1 or min(chosen.budget or 0, chosen.iterations or 0) < 0:
        parser.error("a budget below zero, or no worker")
    if not chosen.out.absolute().parent.is_dir():
        parser.error(f"--out {chosen.out}: there is no such folder")
    if chosen.workers > 1 and not takes_workers():
        parser.error(f"--workers {chosen.workers}: the solver takes no workers; leave it out or say 1")
    spend = Budget(seconds=chosen.budget, iterations=chosen.iterations)
    try:
        told = run(Wish(chosen.form, chosen.instance, chosen.out, spend, chosen.seed, chosen.workers))
    except (FormatError, NotMappedError, OSError, ProblemError) as error:
        print(f"benchmarks.run: {error}", file=sys.stderr)
        return 2
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
