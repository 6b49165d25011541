"""The benchmark of the service in short, against the real server. What takes time is measured here and not judged."""

from __future__ import annotations

import json
import subprocess
import sys

JUDGED = {"query_growth"}
TIMED = {"healthz_p95_ms", "week_api_p95_ms"}


def test_each_figure_is_a_line_and_what_no_clock_decides_is_as_asked() -> None:
    # Generated requests, malformed sheets and kills have short forms of their own.
    only = ("--only", "speed", "queries")
    command = [sys.executable, "-m", "benchmarks.service", "--short", *only]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = {figure["name"]: figure for figure in map(json.loads, ran.stdout.splitlines())}
    assert figures.keys() == JUDGED | TIMED, ran.stderr[-2000:]
    for figure in figures.values():
        assert figure.keys() == {"name", "value", "unit", "asked", "ok"}
    assert {name for name in JUDGED if not figures[name]["ok"]} == set()
    assert all(figures[name]["value"] > 0 for name in TIMED)
