"""One malformed spreadsheet of each kind: refused with a sentence, or read so that no good row is lost."""

from __future__ import annotations

import dataclasses

import pytest

from tests.malformed import KINDS, malformed
from tests.proofs.malformed_sheets import judge, run, take


@pytest.mark.parametrize("number", range(len(KINDS)), ids=list(KINDS))
def test_every_bad_row_is_named_and_every_good_one_kept(number: int) -> None:
    one = malformed(number)
    done, kept = take(one)
    assert set(judge(one, done.status, done.faults, kept).values()) == {0}
    for fault in done.faults:
        assert fault["text"].endswith(("。", "？"))
        assert fault["code"] != "reading_failed"


def test_the_same_number_gives_the_same_file() -> None:
    for number in (3, 13, 18):
        one, other = malformed(number), malformed(number)
        assert (one.good, one.bad, one.kind) == (other.good, other.bad, other.kind)
    assert malformed(13).data != malformed(33).data


def test_the_process_goes_on_and_its_figures_are_told() -> None:
    told = run(6)
    assert (told["files"], told["restarts"], told["wrong"]) == (6, 0, [])
    assert 0 < told["peak_mb"] < 512
    assert 0 < told["slowest_s"] < 40


def test_what_is_lost_or_unnamed_is_counted() -> None:
    one = malformed(13)
    good = dict(list(one.good.items())[:-2])
    done, kept = take(one)
    assert judge(one, done.status, done.faults, good)["rows_lost"] == 2
    assert judge(one, done.status, done.faults[1:], kept)["unnamed_rows"] == 1
    assert judge(one, done.status, done.faults, kept | {"B001": "x"})["unnamed_rows"] == 1
    assert judge(one, "refused", done.faults, {})["rows_lost"] == len(one.good)
    bomb = dataclasses.replace(malformed(2), good={})
    assert judge(bomb, "kept", [], {})["wrongly_read"] == 1
