"""Malformed spreadsheets of 20 kinds, previewed and kept one after the other by one process that must never end.

    python -m tests.proofs.malformed_sheets [--files 200]

prints one JSON line: `files`; `restarts`, how often that process had to be started again; `rows_lost`, good rows that
are not kept as they were written; `unnamed_rows`, bad ones that are not named with sheet, row, column and code, or were
taken; `wrongly_refused` and `wrongly_read` files; `peak_mb`, the most memory of a process that read a file or took its
rows; `slowest_s`, the longest time for a preview and the import after it.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from outreach.intake.child import peak_mb
from outreach.intake.limits import READING_MEMORY
from outreach.records import Client, ImportRun
from outreach.records.database import office_records
from tests.imports import office_of_imports
from tests.malformed import KINDS, Malformed, malformed

FILES = 200
_WORKER = (sys.executable, "-m", "tests.proofs.malformed_sheets", "--worker")
_COUNTED = ("rows_lost", "unnamed_rows", "wrongly_refused", "wrongly_read")


def run(files: int = FILES) -> dict[str, Any]:
    """The figures over this many files. A count of 20 is one of each kind."""
    told: dict[str, Any] = {"files": files, "kinds": min(files, len(KINDS)), "restarts": 0}
    told |= dict.fromkeys((*_COUNTED, "peak_mb"), 0) | {"slowest_s": 0.0, "wrong": []}
    worker = _start()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(files):
            one = malformed(number)
            result = _ask(worker, one, Path(folder) / f"{number}{Path(one.name).suffix}")
            if result is None:
                told["restarts"] += 1
                told["wrong"].append(f"{number} ({one.kind}): the process ended")
                _end(worker)
                worker = _start()
                continue
            for name in _COUNTED:
                told[name] += result[name]
            told["peak_mb"] = max(told["peak_mb"], result["peak_mb"])
            told["slowest_s"] = max(told["slowest_s"], result["seconds"])
            if any(result[name] for name in _COUNTED):
                told["wrong"].append(f"{number} ({one.kind}): {result['status']} {result['codes'][:5]}")
    _end(worker)
    return told


def judge(one: Malformed, status: str, faults: list[dict[str, Any]], kept: dict[str, str]) -> dict[str, int]:
    """What is wrong with what has become of a file: `kept` are the clients that the office has of it by now."""
    if status == "refused":
        was_refused = one.outcome != "read" and bool(faults) and not kept
        return dict.fromkeys(_COUNTED, 0) | {
            "wrongly_refused": int(not was_refused),
            "rows_lost": 0 if was_refused else len(one.good),
        }
    named = {(fault["sheet"], fault["row"], fault["column"], fault["code"]) for fault in faults}
    taken_though_bad = len(kept.keys() - one.good.keys())
    return {
        "rows_lost": sum(kept.get(code) != name for code, name in one.good.items()),
        "unnamed_rows": sum(place not in named for place in one.bad) + taken_though_bad,
        "wrongly_refused": 0,
        # A text that no reader understands may still be a table, none of whose rows is taken.
        "wrongly_read": int(one.outcome == "refused" and (bool(kept) or not faults)),
    }


def take(one: Malformed) -> tuple[ImportRun, dict[str, str]]:
    """Preview and keep a file in an office of its own; the run, and the clients' names by code that it brought."""
    with tempfile.TemporaryDirectory() as folder, office_of_imports(Path(folder)) as office:
        with office_records(office.engine) as records:
            before = {client.code for client in records.all(Client)}
        run = office.preview(office.hand_in_bytes(one.name, one.data))
        if run.status == "preview":
            run = office.keep(run.id)
        with office_records(office.engine) as records:
            kept = {client.code: client.name for client in records.all(Client) if client.code not in before}
        return run, kept


def _start() -> subprocess.Popen[str]:
    return subprocess.Popen(_WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _end(worker: subprocess.Popen[str]) -> None:
    worker.communicate(timeout=60)


def _ask(worker: subprocess.Popen[str], one: Malformed, path: Path) -> dict[str, Any] | None:
    """What the process says about a file; nothing when it has ended."""
    path.write_bytes(one.data)
    asked = [one.kind, one.name, str(path), one.outcome, one.good, one.bad]
    try:
        if worker.stdin and worker.stdout:
            worker.stdin.write(json.dumps(asked) + "\n")
            worker.stdin.flush()
            line = worker.stdout.readline()
            return json.loads(line) if line else None
    except BrokenPipeError:
        pass
    finally:
        path.unlink()
    return None


class _Peaks(logging.Handler):
    """Hears how much memory each child had that read a file."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.most = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.args and isinstance(record.args, tuple) and "MB" in record.msg:
            self.most = max(self.most, int(str(record.args[0])))


def _work(source: IO[str]) -> None:
    """The process that goes on: one line in, one line out, whatever the file is."""
    peaks = _Peaks()
    reading = logging.getLogger("outreach.intake.in_child")
    reading.setLevel(logging.INFO)
    reading.addHandler(peaks)
    for line in source:
        kind, name, path, outcome, good, bad = json.loads(line)
        one = Malformed(kind, name, Path(path).read_bytes(), outcome, good, tuple(map(tuple, bad)))
        began = time.monotonic()
        run, kept = take(one)
        seconds = round(time.monotonic() - began, 2)
        codes = sorted({fault["code"] for fault in run.faults})
        if "too_much_memory" in codes:
            peaks.most = max(peaks.most, READING_MEMORY >> 20)
        peak = max(peaks.most, peak_mb())
        judged = judge(one, run.status, run.faults, kept)
        print(json.dumps({**judged, "status": run.status, "codes": codes, "seconds": seconds, "peak_mb": peak}))
        sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.malformed_sheets")
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        _work(sys.stdin)
        return 0
    told = run(options.files)
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(told["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
