"""Replanning measured on a made-up week: every level and budget is told, and the greedy answer changes nobody else."""

import json
from pathlib import Path

from benchmarks.replans import replans
from benchmarks.weeks import make_week


def test_each_level_is_told_with_both_budgets(tmp_path: Path) -> None:
    path = tmp_path / "S.json"
    path.write_text(json.dumps(make_week("S", 3)), encoding="utf-8")
    told = list(replans(path, 0.3, 1, 1))
    assert {(one["level"], one["budget"]) for one in told} == {
        (level, budget) for level in ("KEEP_ROUTES", "KEEP_PEOPLE", "ANYTHING") for budget in ("greedy", "1 s")
    }
    assert all(one["absences"] == 1 and one["lost"] == told[0]["lost"] and min(one["lost"]) > 0 for one in told)
    assert all(0 < one["median_s"] <= one["most_s"] for one in told)
    assert [one["unforced"] for one in told if one["level"] != "ANYTHING"] == [0, 0, 0, 0]
    assert any(one["whole"] for one in told)
