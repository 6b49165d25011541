"""A gigantic problem keeps to its budget and to a limit of memory; one in which nothing can be served is answered too.

    python -m tests.proofs.extremes

The gigantic one is a week of size 4L (480 people, 6,000 tasks) with five seconds, in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.weeks import make_week
from solver.explain import explanations
from solver.solve import Budget, solve
from tests.builders import at, person, problem, seat, shift, shift_seat, task, window
from tests.proofs.tally import Tally

ROOT = Path(__file__).parents[2]
SECONDS, GRACE = 5.0, 1.0
MEGABYTES = 2_500


def gigantic(tally: Tally, size: str) -> None:
    with TemporaryDirectory() as folder:
        week, out = Path(folder) / "week.json", Path(folder) / "plan.json"
        week.write_text(json.dumps(make_week(size, 1)), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.run", "week", str(week), "--out", str(out)]
        done = subprocess.run(
            [*command, "--budget", str(SECONDS)], cwd=ROOT, capture_output=True, text=True, check=False
        )
    tally.check(done.returncode == 0, f"{size}: {done.stderr[-500:]}")
    if done.returncode:
        return
    told = json.loads(done.stdout.splitlines()[-1])
    tally.told[size] = {name: told[name] for name in ("seconds", "start_s", "peak_mb", "levels", "iterations")}
    tally.check(told["seconds"] <= SECONDS + GRACE, f"{size}: {told['seconds']} s for a budget of {SECONDS} s")
    tally.check(told["peak_mb"] <= MEGABYTES, f"{size}: {told['peak_mb']} MB")
    tally.check(told["violations"] == told["referee"] == 0, f"{size}: {told['violations']} violations")


def nothing_served(tally: Tally) -> None:
    """Nobody has the role, the skill, the time or the way: an empty plan, and a reason for each seat."""
    people = [person("A", role="staff"), person("B", role="staff", day_spans={0: (14, 15)})]
    work = [
        task("role", seats=(seat(roles=["volunteer"]),)),
        task("skill", seats=(seat(skills=["care"]), seat())),
        task("far", 3, window(8, 8)),
        task("refused", refused=[0, 1], mandatory=False),
    ]
    desks = [shift("night", 20, 22), shift("turn", seats=[shift_seat(roles=["volunteer"], required=False)])]
    given = problem(people, work, desks)
    plan = solve(given, Budget(iterations=50))
    tally.check(plan.duties == () and len(plan.unserved) == 7, f"nothing can be served: {plan.duties}")
    tally.check(plan.bound == (plan.cost.missed, plan.cost.left), f"nothing can be served: bound {plan.bound}")
    for told in explanations(given, plan):
        sensible = bool(told.steps) and (told.steps[-1].left == () or told.ref == ("task", 1, 1))
        tally.check(sensible, f"{told.ref} at {at(0)}: no reason")


def main() -> int:
    tally = Tally("extremes")
    for part in tally.over((lambda: gigantic(tally, "4L"), lambda: nothing_served(tally))):
        part()
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
