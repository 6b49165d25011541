"""The benchmark of the screens in short, against the real server. What takes time is measured here and not judged; what
axe finds is looked at page by page in tests/browser.
"""

from __future__ import annotations

import json
import subprocess
import sys

TIMED = {"week_page_p95_ms", "hand_change_ms", "who_could_ms", "replan_s"}


def test_each_figure_is_a_line_and_no_page_is_too_large() -> None:
    command = [sys.executable, "-m", "benchmarks.screens", "--short", "--only", "pages", "week", "changes", "replan"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = {figure["name"]: figure for figure in map(json.loads, ran.stdout.splitlines())}
    assert figures.keys() == {"page_kb"} | TIMED, ran.stderr[-2000:]
    for figure in figures.values():
        assert figure.keys() == {"name", "value", "unit", "asked", "ok"}
    assert figures["page_kb"]["ok"], ran.stderr[-2000:]
    assert all(figures[name]["value"] > 0 for name in TIMED)
