"""Every hard rule has its words, in both languages, and they say the numbers."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from api import reasons
from outreach.records import Place
from outreach.usecases.showing.show_unserved import FunnelStep, Opening, UnservedRow
from solver.rules import ORDER

LANGUAGES = ("zh", "en")


def unserved(*steps: tuple[str, int, tuple[str, ...]], left: int = 0, crew: int = 1, minutes: int = 120) -> UnservedRow:
    """A row whose funnel has these steps: rule, people before it, names lost."""
    return UnservedRow(
        unserved_id="0" * 32,
        kind="visit",
        letter="掃",
        label="居家打掃",
        client="測試甲",
        place=Place(office_id="", lat=23.0, lon=120.2),
        mandatory=True,
        certain=False,
        minutes=minutes,
        crew=crew,
        openings=(Opening(date=dt.date(2026, 12, 1), earliest=dt.time(8, 30), latest=dt.time(11, 30)),),
        candidates=40,
        left=left,
        steps=tuple(
            FunnelStep(rule=rule, before=before, left=before - len(lost), lost=lost) for rule, before, lost in steps
        ),
        asked=(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ORDER)
def test_every_rule_has_words_of_its_own(rule: str, language: str) -> None:
    row = unserved((rule, 3, ("周柏宇", "何冠廷", "林秀琴")), crew=2)
    unknown = reasons.words_of("no such rule", language)
    assert reasons.words_of(rule, language) != unknown
    for text in (reasons.verdict(row, language), reasons.hint(row, language), reasons.passed(rule, row, language)):
        assert text and "{" not in text and "!" not in text and "！" not in text


def test_no_words_without_a_rule() -> None:
    assert set(reasons.CHINESE) == set(reasons.ENGLISH) == set(ORDER)


def test_chinese_is_chinese_and_english_is_english() -> None:
    for rule in ORDER:
        words, english = reasons.CHINESE[rule], reasons.ENGLISH[rule]
        assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", words.passed + words.verdict + words.hint)), rule
        assert not re.search(r"[一-鿿]", english.passed + english.verdict + english.hint), rule


def test_the_deciding_rule_speaks_with_its_numbers() -> None:
    row = unserved(("role_fits", 40, ("甲",) * 39), ("crew_together", 1, ("周柏宇",)), crew=2)
    assert reasons.verdict(row, "zh") == "要 2 人同時到，只有 1 人空著。"
    assert reasons.verdict(row, "en") == "Needs 2 people together; free: only 1."


def test_hours_are_said_as_people_say_them() -> None:
    assert "再排 1.5 小時" in reasons.verdict(unserved(("week_hours", 2, ("甲", "乙")), minutes=90), "zh")
    assert "再排 45 分鐘" in reasons.verdict(unserved(("week_hours", 2, ("甲", "乙")), minutes=45), "zh")


def test_the_hint_names_at_most_three_people() -> None:
    few = unserved(("available_that_day", 2, ("周柏宇", "何冠廷")))
    many = unserved(("available_that_day", 5, ("周柏宇", "何冠廷", "林秀琴", "郭育誠", "曾彥廷")))
    assert reasons.hint(few, "zh") == "先打電話問周柏宇、何冠廷可不可以。"
    assert reasons.hint(many, "zh") == "先打電話問周柏宇、何冠廷、林秀琴等 5 人可不可以。"
    assert reasons.hint(many, "en") == "Phone first: ask 周柏宇, 何冠廷, 林秀琴 or 2 more."


def test_somebody_left_is_another_sentence() -> None:
    assert "還有 3 人接得了" in reasons.verdict(unserved(("role_fits", 40, ("甲",)), left=3), "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_known_and_unknown_rules_have_words_too(language: str) -> None:
    for row in (unserved(), unserved(("a_rule_of_tomorrow", 1, ("甲",)))):
        assert reasons.verdict(row, language) == reasons.words_of("a_rule_of_tomorrow", language).verdict
