"""The table of gaps, what is kept between two calls, and the peers beside us."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import peers, table
from benchmarks.results import Column, Key, read_results

REPOSITORY = Path(__file__).parents[3]
OURS, PEER = Column("ours", 1.0, 1), Column("pyvrp", 1.0, 1)
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


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "vrptw" / "small").mkdir(parents=True)
    (tmp_path / "vrptw" / "small" / "tiny.txt").write_text(TINY, encoding="utf-8")
    known = "set,instance,customers,best_known\nsmall,tiny,2,10.0\nsmall,other,2,20\n"
    (tmp_path / "vrptw" / "best_known.csv").write_text(known, encoding="utf-8")
    monkeypatch.setenv("OUTREACH_DATA", str(tmp_path))
    return tmp_path


def result(*levels: float, violations: int = 0) -> dict[str, Any]:
    return {"levels": list(levels), "violations": violations}


def rows(data: Path, results: dict[Key, dict[str, Any]], absent: tuple[str, ...] = ()) -> list[list[str]]:
    paths = [data / "vrptw" / "small" / f"{name}.txt" for name in ("tiny", "other")]
    text = table.table("vrptw", paths, [OURS, PEER], [1, 2, 3], results, absent)
    return [[word.strip() for word in line.strip("|").split("|")] for line in text.splitlines()]


def test_a_cell_is_the_gap_of_the_median_seed(data: Path) -> None:
    costs = {1: 10.5, 2: 12.0, 3: 11.0}
    results = {Key("ours", "tiny", 1.0, seed, 1): result(cost) for seed, cost in costs.items()}
    results[Key("ours", "other", 1.0, 1, 1)] = result(20.6)
    found = rows(data, results)
    assert found[0] == ["instance", "best known", "ours 1 s", "pyvrp 1 s"]
    assert ["tiny", "10.0", "10.00 %", "–"] in found
    assert ["other", "20.0", "3.00 %", "–"] in found
    assert found[-1] == ["**mean of small**", "", "**6.50 %** (2)", "–"]


def test_a_broken_rule_in_one_seed_makes_the_cell_invalid(data: Path) -> None:
    results = {Key("ours", "tiny", 1.0, 1, 1): result(10), Key("ours", "tiny", 1.0, 2, 1): result(9, violations=1)}
    results[Key("pyvrp", "tiny", 1.0, 1, 1)] = {"refused": "no"}
    assert ["tiny", "10.0", "invalid", "cannot"] in rows(data, results)


def test_a_plan_that_the_referee_rejects_is_invalid_and_a_breakdown_is_told(data: Path) -> None:
    results = {Key("ours", "tiny", 1.0, 1, 1): result(10) | {"referee": 1}}
    results[Key("pyvrp", "tiny", 1.0, 1, 1)] = {"failed": "out of memory"}
    assert ["tiny", "10.0", "invalid", "failed"] in rows(data, results)


def test_a_peer_that_is_not_there_is_named(data: Path) -> None:
    found = rows(data, {}, ("vroom",))
    assert found[0][-1] == "vroom"
    assert [line[-1] for line in found[2:]] == ["not installed"] * 2


def test_results_are_kept_and_resumed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["vrptw", "--budgets", "0.2", "--out", str(data / "bench")]
    log = data / "bench" / "vrptw.jsonl"
    assert table.main(words) == 0
    assert "| tiny | 10.0 |" in capsys.readouterr().out
    kept = log.read_bytes()
    (key,) = read_results(log)
    assert key == Key("ours", "tiny", 0.2, 1, 1)
    assert table.main([*words, "--resume"]) == 0
    assert log.read_bytes() == kept
    assert "| tiny | 10.0 |" in capsys.readouterr().out
    assert table.main(words) == 0
    assert log.read_bytes().startswith(kept)
    assert len(log.read_bytes()) > len(kept)


def test_what_broke_down_runs_again(data: Path) -> None:
    log = data / "bench" / "vrptw.jsonl"
    log.parent.mkdir()
    key = Key("ours", "tiny", 0.2, 1, 1)
    log.write_text(json.dumps({"key": key, "result": {"failed": "out of memory"}}) + "\n", encoding="utf-8")
    table.main(["vrptw", "--budgets", "0.2", "--resume", "--out", str(data / "bench")])
    assert read_results(log)[key]["violations"] == 0


def test_earlier_labels_stand_beside(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["vrptw", "--budgets", "0.2", "--out", str(data / "bench"), "--label"]
    table.main([*words, "old"])
    capsys.readouterr()
    table.main([*words, "new"])
    assert capsys.readouterr().out.startswith("| instance | best known | new 0.2 s | old 0.2 s |")


def test_a_set_that_is_not_there_is_skipped_with_a_message(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table.main(["week", "--out", str(data / "bench")]) == 0
    assert f"no instances of week in {data / 'weeks'}" in capsys.readouterr().err


def test_a_label_is_not_a_peer(data: Path) -> None:
    with pytest.raises(SystemExit):
        table.main(["vrptw", "--label", "pyvrp", "--out", str(data / "bench")])


@pytest.mark.parametrize("peer", peers.PEERS)
def test_a_peer_solves_or_says_that_it_is_not_installed(data: Path, peer: str) -> None:
    words = ["benchmarks.peers", peer, "vrptw", data / "vrptw" / "small" / "tiny.txt"]
    words += ["--budget", "0.5", "--out", data / "plan"]
    arguments = [sys.executable, "-m", *map(str, words)]
    done = subprocess.run(arguments, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if peers.installed(peer):
        told = json.loads(done.stdout.splitlines()[-1])
        assert (told["peer"], told["violations"]) == (peer, 0)
        # One way round both: 5.0 + 3.6 + 1.4.
        assert told["cost"] == pytest.approx(10.0)
    else:
        assert done.returncode == 2
        assert f"{peer} is not installed; run make bench-setup" in done.stderr
