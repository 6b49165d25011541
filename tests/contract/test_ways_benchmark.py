"""The benchmark of the streets in short: what takes time is measured here and not judged."""

from __future__ import annotations

import json
import subprocess
import sys

TIMED = {"take_in_s", "load_s", "matrix300_s", "matrix1500_s", "way_ms", "estimate_off_pct"}


def test_each_figure_of_the_streets_is_a_line_and_what_no_clock_decides_is_as_asked() -> None:
    command = [sys.executable, "-m", "benchmarks.ways", "--short", "--only", "streets"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = {figure["name"]: figure for figure in map(json.loads, ran.stdout.splitlines())}
    assert figures.keys() == TIMED | {"peak_mb", "matrix_differs"}, ran.stderr[-2000:]
    assert figures["peak_mb"]["ok"]
    assert figures["matrix_differs"]["value"] == 0
    assert all(figures[name]["value"] > 0 for name in TIMED)
