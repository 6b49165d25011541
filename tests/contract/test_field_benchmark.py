"""The benchmark of the field in short, against the real server. What takes time is measured here and not judged; cuts
and drills have short forms of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys

JUDGED = {"entries", "http_5xx", "page_kb"}
TIMED = {"entry_p95_ms"}


def test_each_figure_is_a_line_and_what_no_clock_decides_is_as_asked() -> None:
    command = [sys.executable, "-m", "benchmarks.field", "--short", "--only", "crowd", "page"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = {figure["name"]: figure for figure in map(json.loads, ran.stdout.splitlines())}
    assert figures.keys() == JUDGED | TIMED, ran.stderr[-2000:]
    assert {name for name in JUDGED if not figures[name]["ok"]} == set()
    assert all(figures[name]["value"] > 0 for name in TIMED)
