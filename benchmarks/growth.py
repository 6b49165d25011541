"""How the time to a good plan grows with the work: weeks of several sizes, planned once each, and a plot of it.

    python -m benchmarks.growth --sizes S M L 2L 4L --budget 60 --seed 1 --out docs/pictures/growth.svg
    python -m benchmarks.growth --draw --out docs/pictures/growth.svg

For each size: the CPU time, of all threads and without loading the kernels, until the plan first was as good as wanted,
measured against the best plan of that very run: levels 1 and 2 as there, and its levels 3 + 4 within 10 % and 5 %.
Progress is told four times a second, so smaller times are read as a quarter of one. Each size runs in a process of its
own. The figures are kept in `out/bench/growth.json`; `--draw` draws them again. The last line on stdout is JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.growth_plot import Series, drawn
from benchmarks.onto_problem import week as onto
from benchmarks.sets import week as form
from benchmarks.weeks import make_week
from solver.choice import search_for
from solver.plan import Progress
from solver.problem import Problem
from solver.solve import Budget, solve

SIZES = ("S", "M", "L", "2L", "4L")
QUALITIES = {"levels 1 and 2": None, "… and cost within 10 %": 10, "… and cost within 5 %": 5}
"""Name → percent that levels 3 + 4 may lie above the best; `None`: any cost."""
KEPT = Path("out/bench/growth.json")

Look = tuple[float, tuple[int, int, int]]
"""CPU seconds, and the levels of the best plan by then."""


def measured(size: str, seed: int, seconds: float) -> dict[str, Any]:
    """One run: how much work there is, and when its plan first was as good as wanted (`None`: never told so)."""
    problem = _problem(size, seed)
    search_for(problem).load()
    began, looks = time.process_time(), list[Look]()

    def look(progress: Progress) -> None:
        looks.append((time.process_time() - began, progress.cost.key))

    plan = solve(problem, Budget(seconds=seconds), seed=seed, on_progress=look)
    spent = time.process_time() - began
    looks.append((spent, plan.cost.key))
    return {
        "size": size,
        "tasks": len(problem.tasks),
        "people": len(problem.persons),
        "levels": plan.cost.key,
        "iterations": plan.iterations,
        "cpu_s": round(spent, 2),
        "seconds": round(plan.seconds, 2),
        "reached": {name: first_within(looks, percent) for name, percent in QUALITIES.items()},
    }


def first_within(looks: list[Look], percent: int | None) -> float:
    """CPU seconds at the first look whose plan is as good as wanted, by the best of all looks."""
    missed, left, total = min(key for _, key in looks)
    for spent, key in looks:
        near = percent is None or 100 * key[2] <= (100 + percent) * total or key[:2] < (missed, left)
        if key[:2] <= (missed, left) and near:
            return round(max(spent, 0.25), 2)
    raise AssertionError("the best plan is as good as itself")


def _problem(size: str, seed: int) -> Problem:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "week.json"
        path.write_text(json.dumps(make_week(size, seed)), encoding="utf-8")
        return onto.to_problem(form.read_instance(path))


def elsewhere(size: str, seed: int, seconds: float) -> dict[str, Any]:
    """`measured`, by a process of its own."""
    call = [sys.executable, "-m", "benchmarks.growth", "--one", size, "--seed", str(seed), "--budget", str(seconds)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  (this very command)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def plot(rows: list[dict[str, Any]], seconds: float) -> str:
    """The picture of these runs."""
    series = [Series(name, [(row["tasks"], row["reached"][name]) for row in rows]) for name in QUALITIES]
    marks = [(row["tasks"], row["size"]) for row in rows]
    return drawn(series, marks, "tasks", f"CPU seconds until as good as after {seconds:g} s")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="Time to a good plan, by size.")
    parser.add_argument("--sizes", nargs="+", default=SIZES)
    parser.add_argument("--budget", metavar="SECONDS", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", metavar="SVG", type=Path, default=Path("docs/pictures/growth.svg"))
    parser.add_argument("--draw", action="store_true", help="draw what was measured before")
    parser.add_argument("--one", metavar="SIZE", help="measure one size and print it as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.one:
        print(json.dumps(measured(chosen.one, chosen.seed, chosen.budget)))
        return 0
    if chosen.draw:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
    else:
        kept = {"budget": chosen.budget, "seed": chosen.seed, "rows": []}
        for size in chosen.sizes:
            kept["rows"].append(elsewhere(size, chosen.seed, chosen.budget))
            print(json.dumps(kept["rows"][-1]), file=sys.stderr, flush=True)
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(json.dumps(kept), encoding="utf-8")
    chosen.out.write_text(plot(kept["rows"], kept["budget"]), encoding="utf-8")
    print(json.dumps(kept))
    return 0


if __name__ == "__main__":
    sys.exit(main())
