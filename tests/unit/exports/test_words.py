"""Every word that a record may hold has its twin in the exported files."""

from __future__ import annotations

import pytest

from outreach.exports import words
from outreach.records.seats import ROLES
from solver.rules import ORDER


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_has_a_short_phrase(language: str) -> None:
    assert set(words.RULES[language]) == set(ORDER)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_role_has_a_word(language: str) -> None:
    assert set(words.ROLES[language]) == set(ROLES.values())


def test_a_reason_counts_those_lost_to_each_rule_and_passes_over_the_others() -> None:
    steps = [
        {"rule": "role_fits", "lost": ["a", "b"], "left": 1},
        {"rule": "skills_suffice", "lost": [], "left": 1},
        {"rule": "available_that_day", "lost": ["c"], "left": 0},
    ]

    reason = words.reason_in_short(steps, certain=False, language="zh")

    assert reason == "身分不符 2 人、當日無可服勤時段 1 人"


def test_a_certain_reason_says_that_an_empty_week_would_not_help() -> None:
    steps = [{"rule": "role_fits", "lost": ["a"], "left": 0}]

    assert words.reason_in_short(steps, certain=True, language="zh").endswith("整週不排其他勤務也無人可派")
    assert words.reason_in_short(steps, certain=True, language="en").endswith("even in an empty week")
