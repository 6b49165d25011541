"""The command that solves one instance: what it prints, what it writes, what it refuses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.run import takes_workers
from benchmarks.sets import vrptw, week
from benchmarks.weeks import make_week

REPOSITORY = Path(__file__).parents[3]
KEYS = {
    *("instance", "cost", "terms", "levels", "violations", "referee", "bound"),
    *("seconds", "start_s", "iterations", "peak_mb", "seed", "workers"),
}
TINY = """tiny

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0        100          0
    1      3          4         10          0         50         10
    2      1          1         10         40         60         10
"""


def command(*words: object) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "benchmarks.run", *map(str, words)]
    return subprocess.run(arguments, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def told_by(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.txt"
    path.write_text(TINY, encoding="utf-8")
    return path


def test_routes_by_seconds(tiny: Path, tmp_path: Path) -> None:
    told = told_by(command("vrptw", tiny, "--budget", 0.2, "--seed", 4, "--workers", 1, "--out", tmp_path / "plan"))
    assert set(told) == KEYS
    score = vrptw.evaluate(vrptw.read_instance(tiny), vrptw.read_plan(tmp_path / "plan"))
    assert (told["cost"], told["violations"], score.violations) == (score.cost, 0, ())
    assert (told["instance"], told["seed"], told["workers"]) == ("tiny", 4, 1)
    assert told["terms"] == {"distance": told["cost"]}
    assert min(told["seconds"], told["start_s"], told["peak_mb"]) > 0


def test_the_same_iterations_and_seed_give_the_same_week(tmp_path: Path) -> None:
    path = tmp_path / "S.json"
    path.write_text(json.dumps(make_week("S", 1)), encoding="utf-8")
    plans = [tmp_path / "first.json", tmp_path / "second.json"]
    reports = [told_by(command("week", path, "--iterations", 40, "--seed", 2, "--out", plan)) for plan in plans]
    assert plans[0].read_bytes() == plans[1].read_bytes()
    assert [told["iterations"] for told in reports] == [40, 40]
    score = week.evaluate(week.read_instance(path), week.read_plan(plans[0]))
    assert score.violations == ()
    assert reports[0]["referee"] == 0
    assert reports[0]["levels"] == [round(level, 4) for level in score.key]
    assert set(reports[0]) == KEYS
    assert len(reports[0]["bound"]) == 2


def test_what_a_problem_cannot_say_is_named(tiny: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text(tiny.read_text(encoding="utf-8").replace("0        100  ", "0      90000  "), encoding="utf-8")
    done = command("vrptw", long, "--budget", 1, "--out", tmp_path / "plan")
    assert done.returncode == 2
    assert "vrptw tiny cannot be planned" in done.stderr
    assert "duty longer than a day of 8640 units" in done.stderr
    assert not (tmp_path / "plan").exists()


def test_a_file_in_another_form_is_named(tiny: Path, tmp_path: Path) -> None:
    done = command("week", tiny, "--budget", 1, "--out", tmp_path / "plan")
    assert done.returncode == 2
    assert "tiny.txt is no week" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = command("week", tmp_path / "none.json", "--budget", 1, "--out", tmp_path / "plan")
    assert done.returncode == 2
    assert "none.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_week_that_contradicts_itself_is_refused_with_its_faults(tmp_path: Path) -> None:
    data = make_week("S", 1)
    data["tasks"][3]["place"] = 9999
    (tmp_path / "odd.json").write_text(json.dumps(data), encoding="utf-8")
    done = command("week", tmp_path / "odd.json", "--budget", 1, "--out", tmp_path / "plan")
    assert done.returncode == 2
    assert "place_unknown at task 3" in done.stderr


@pytest.mark.parametrize("words", [("--budget", -1), ("--iterations", -1), ("--budget", 1, "--workers", 0), ()])
def test_a_budget_that_cannot_be_is_refused(tiny: Path, tmp_path: Path, words: tuple[object, ...]) -> None:
    done = command("vrptw", tiny, *words, "--out", tmp_path / "plan")
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_a_folder_that_is_not_there_is_told_before_solving(tiny: Path, tmp_path: Path) -> None:
    done = command("vrptw", tiny, "--budget", 600, "--out", tmp_path / "none" / "plan")
    assert done.returncode == 2
    assert "there is no such folder" in done.stderr


@pytest.mark.skipif(takes_workers(), reason="the solver takes workers")
def test_more_workers_than_the_solver_takes_are_refused(tiny: Path, tmp_path: Path) -> None:
    done = command("vrptw", tiny, "--budget", 1, "--workers", 2, "--out", tmp_path / "plan")
    assert done.returncode == 2
    assert "the solver takes no workers" in done.stderr


@pytest.mark.skipif(not takes_workers(), reason="the solver takes no workers")
def test_workers_are_passed_on(tiny: Path, tmp_path: Path) -> None:
    told = told_by(command("vrptw", tiny, "--iterations", 20, "--workers", 2, "--out", tmp_path / "plan"))
    assert told["workers"] == 2
    assert told["violations"] == 0
