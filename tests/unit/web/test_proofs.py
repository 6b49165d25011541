"""Why no roster could miss less: words for every ground, in both languages, and the sentences they make."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, get_args

import pytest

from api import proofs
from outreach.usecases.showing.show_unserved import ProofRow
from solver.plan import Ground


def row(ground: str, *work: str, **more: Any) -> ProofRow:
    facts = {"seats": 3, "people": ("林秀琴",), "amount": 2, "at": dt.datetime(2026, 11, 30, 14, 0), **more}  # noqa: DTZ001
    return ProofRow(ground=ground, work=work, **facts)


def test_every_ground_has_words_in_both_languages() -> None:
    assert set(proofs.CHINESE) == set(proofs.ENGLISH) == set(get_args(Ground))
    for ground, words in proofs.CHINESE.items():
        assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", words)), ground
        assert not re.search(r"[一-鿿]", proofs.ENGLISH[ground]), ground


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "週一 14:00，3 個名額同時要人（失智篩檢），能接的只有 林秀琴，至少少 2 人。"),
        (
            "en",
            "Mon 14:00: 3 seats need people at once (失智篩檢), but only 林秀琴 could come: at least 2 stay empty.",
        ),
    ],
)
def test_seats_at_once_are_told_with_their_moment_and_people(language: str, said: str) -> None:
    assert proofs.sentences([row("at_once", "失智篩檢", "失智篩檢")], language) == [said]


def test_work_that_nobody_can_take_shares_a_sentence() -> None:
    names = [row("nobody", name) for name in ("甲", "乙", "丙", "丁", "戊")]
    assert proofs.sentences(names, "zh") == ["甲、乙、丙、丁等 5 項：沒有任何人能接（資格、時間或路程不符）。"]
    assert proofs.sentences(names, "en")[0].startswith("甲, 乙, 丙, 丁 and 1 more: nobody at all")


def test_grounds_come_in_one_order() -> None:
    told = proofs.sentences([row("follows", "戊"), row("crew", "丁"), row("nobody", "甲")], "zh")
    assert [sentence[0] for sentence in told] == ["甲", "丁", "戊"]
