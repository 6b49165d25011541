"""Run a set and print how far each plan lies from the best known one, ours and the peers' side by side, as Markdown.

    python -m benchmarks.table FORMAT [INSTANCE …] --seeds 1 2 3 --budgets 10 60 --peers --resume

Without INSTANCE all files of the set in the data folder. Every result is kept as a line of `out/bench/FORMAT.jsonl`;
with `--resume` what stands there is not run again. `--label` names this state of the solver; there is a column for each
label and peer with results of these budgets. `--nice N` leaves the processor to others. Without any file of the set
there is only a message.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from statistics import fmean, median_low
from typing import Any

from benchmarks.known import REPOSITORY, Levels, best_known, instances_of
from benchmarks.peers import PEERS, installed, peers_for
from benchmarks.results import Column, Key, run_all
from benchmarks.run import FORMATS

OURS = "ours"


def table(
    form: str,
    paths: Iterable[Path],
    columns: list[Column],
    seeds: list[int],
    results: Mapping[Key, Mapping[str, Any]],
    absent: Iterable[str] = (),
) -> str:
    """The table: a row for each instance and, where gaps are shown, one for each folder of instances.

    A cell is the gap of the median over the seeds to the best known cost in percent; for sets with levels before the
    cost the median levels. `–`: not run; `cannot`: refused; `failed`: broke down; `invalid`: a plan breaks a rule.
    `absent` peers get a column that says so.
    """
    known = best_known(form)
    left = list(absent)
    heads = ["instance", "best known", *(column.title for column in columns), *left]
    lines = [heads, ["---"] * 2 + ["---:"] * (len(heads) - 2)]
    for folder, members in groupby(sorted(paths), key=lambda path: path.parent.name):
        gaps: dict[Column, list[float]] = {column: [] for column in columns}
        for path in members:
            best = known.get(path.stem)
            cells = [cell(results, column, path.stem, seeds, best, gaps[column]) for column in columns]
            lines.append([path.stem, "–" if best is None else _levels(best), *cells, *["not installed"] * len(left)])
        if any(gaps.values()):
            means = [f"**{fmean(found):.2f} %** ({len(found)})" if found else "–" for found in gaps.values()]
            lines.append([f"**mean of {folder}**", "", *means, *["not installed"] * len(left)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(
    results: Mapping[Key, Mapping[str, Any]],
    column: Column,
    instance: str,
    seeds: Iterable[int],
    best: Levels | None,
    gaps: list[float],
) -> str:
    """One cell; a gap in percent is also added to `gaps`."""
    keys = (Key(column.solver, instance, column.budget, seed, column.workers) for seed in seeds)
    found = [results[key] for key in keys if key in results]
    if not found:
        return "–"
    for word, text in (("failed", "failed"), ("refused", "cannot")):
        if any(word in result for result in found):
            return text
    if any(result["violations"] or result.get("referee") for result in found):
        return "invalid"
    middle: Levels = median_low(tuple(result["levels"]) for result in found)
    if best is None or len(best) > 1:
        return _levels(middle)
    gaps.append(100 * (middle[-1] / best[-1] - 1))
    # Adding nothing turns a rounded -0.0 into 0.0.
    return f"{round(gaps[-1], 2) + 0.0:.2f} %"


def _kept(results: Iterable[Key], paths: Iterable[Path], budgets: Iterable[float]) -> set[Column]:
    """Columns of earlier runs of these instances with these budgets."""
    names, seconds = {path.stem for path in paths}, set(budgets)
    found = (key for key in results if key.instance in names and key.budget in seconds)
    return {Column(key.solver, key.budget, key.workers) for key in found}


def _levels(levels: Levels) -> str:
    return ", ".join(
        f"{level:,.1f}" if index == len(levels) - 1 else f"{level:g}" for index, level in enumerate(levels)
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description="Run a set and print its table.")
    parser.add_argument("form", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    parser.add_argument("instances", metavar="INSTANCE", type=Path, nargs="*")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--budgets", metavar="SECONDS", type=float, nargs="+", default=[10.0])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--label", default=OURS)
    parser.add_argument("--peers", action="store_true", help="run the installed peers too")
    parser.add_argument("--resume", action="store_true", help="keep the results that are there")
    parser.add_argument("--nice", type=int, default=0)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "out" / "bench")
    chosen = parser.parse_args(arguments)
    if chosen.label in PEERS:
        parser.error(f"--label {chosen.label} is the name of a peer")
    paths = [path.resolve() for path in chosen.instances] or instances_of(chosen.form)
    peers = peers_for(chosen.form) if chosen.peers else ()
    columns = [Column(chosen.label, budget, chosen.workers) for budget in chosen.budgets]
    columns += [Column(peer, budget, 1) for peer in peers if installed(peer) for budget in chosen.budgets]
    log = chosen.out / f"{chosen.form}.jsonl"
    results = run_all(chosen.form, paths, columns, chosen.seeds, log, resume=chosen.resume, nice=chosen.nice)
    columns += sorted(_kept(results, paths, chosen.budgets) - set(columns))
    absent = [peer for peer in peers if peer not in {column.solver for column in columns}]
    print(table(chosen.form, paths, columns, chosen.seeds, results, absent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
