"""Runs of `run.py` and `peers.py`, each in a process of its own, kept as lines of JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.known import REPOSITORY
from benchmarks.peers import peers_for

#: Exit status of a run that says why it cannot be done.
REFUSED = 2


class Key(NamedTuple):
    """One run: by whom (a label of ours, or a peer), of which instance, with which budget and seed."""

    solver: str
    instance: str
    budget: float
    seed: int
    workers: int


class Column(NamedTuple):
    """A column of the table."""

    solver: str
    budget: float
    workers: int

    @property
    def title(self) -> str:
        """Its heading."""
        workers = f", {self.workers} workers" if self.workers > 1 else ""
        return f"{self.solver} {self.budget:g} s{workers}"


def read_results(path: Path) -> dict[Key, dict[str, Any]]:
    """What earlier runs have left; of two lines on the same run the later one counts."""
    if not path.is_file():
        return {}
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {Key(*line["key"]): line["result"] for line in lines}


def run_one(form: str, path: Path, key: Key, nice: int) -> dict[str, Any]:
    """One run in a process of its own: its report, `{"refused": why}`, or `{"failed": why}` when it broke down."""
    with tempfile.TemporaryDirectory() as folder:
        module, first = ("benchmarks.peers", [key.solver]) if key.solver in peers_for(form) else ("benchmarks.run", [])
        command = [sys.executable, "-m", module, *first, form, str(path), "--budget", f"{key.budget:g}"]
        command += ["--seed", str(key.seed), "--out", str(Path(folder) / "plan")]
        if key.workers > 1:
            command += ["--workers", str(key.workers)]
        done = subprocess.run(  # noqa: S603  (our own command, no shell)
            ["nice", "-n", str(nice), *command],  # noqa: S607
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        return {"refused" if done.returncode == REFUSED else "failed": said[-1]}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def run_all(
    form: str,
    paths: Iterable[Path],
    columns: Iterable[Column],
    seeds: Iterable[int],
    log: Path,
    *,
    resume: bool,
    nice: int,
) -> dict[Key, dict[str, Any]]:
    """Run what is asked for, write each result down at once, and return all results of the set, old ones too."""
    results = read_results(log)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as lines:
        for path, column, seed in _runs(paths, columns, seeds):
            key = Key(column.solver, path.stem, column.budget, seed, column.workers)
            if resume and "failed" not in results.get(key, {"failed": "never run"}):
                continue
            results[key] = run_one(form, path, key, nice)
            lines.write(json.dumps({"key": key, "result": results[key]}) + "\n")
            lines.flush()
            print(f"{path.stem}, {column.title}, seed {seed}: {shown(results[key])}", file=sys.stderr)
    return results


def _runs(paths: Iterable[Path], columns: Iterable[Column], seeds: Iterable[int]) -> Iterator[tuple[Path, Column, int]]:
    for path in paths:
        for column in columns:
            for seed in seeds:
                yield path, column, seed


def shown(result: Mapping[str, Any]) -> str:
    """A result in a few words."""
    for word in ("refused", "failed"):
        if word in result:
            return f"{word}: {result[word]}"
    return f"{result['levels']}, {result['violations']} violations"
