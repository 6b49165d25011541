"""What a change by hand breaks, in words: every rule has its sentences, in both languages, with its figures."""

from __future__ import annotations

import datetime as dt
import re
import string

import pytest

from api.breaches import SENTENCES, breach
from outreach.usecases.trying.judgement import Break
from solver.referee import RULES

NAMES = {"p": "林秀琴"}
# What the plan says of itself is right by construction, and known parts are.
NEVER = {"parts_known"}
SAID = [
    (
        "skills_suffice",
        {"skills": ("移位",), "over": ()},
        "林秀琴沒有「移位」資格，不能接「陪同就醫」；請改找具備的人。",
    ),
    (
        "skills_suffice",
        {"skills": ("unit 示範戶政",), "over": ()},
        "林秀琴沒有「示範戶政」的編制，不能接「陪同就醫」；請改找具備的人。",
    ),
    (
        "skills_suffice",
        {"skills": (), "over": ("急救",)},
        "林秀琴的「急救」資格在12/2（三）已經到期，不能接「陪同就醫」；更新後再排。",
    ),
    (
        "role_fits",
        {"roles": ("staff", "substitute"), "role": "volunteer"},
        "「陪同就醫」這個名額限職員或替代役，林秀琴是志工；請改找職員或替代役。",
    ),
    (
        "available_that_day",
        {"why": "never"},
        "林秀琴在12/2（三）沒有可服勤時段；先打電話問本人那天可不可以。",
    ),
    (
        "available_that_day",
        {"why": "closed"},
        "12/2（三）停班，不能排勤務；請改到別天。",
    ),
    (
        "days_per_week",
        {"limit": 3, "over": 1},
        "林秀琴每週最多服勤 3 天，這樣會多 1 天；請先拿掉一天的勤務。",
    ),
    (
        "week_hours",
        {"limit": "40", "over": 125},
        "這樣排，林秀琴就超過每週 40 小時，多 2 小時 5 分鐘；請先移走一項勤務。",
    ),
    (
        "day_length",
        {"limit": "8", "over": 60},
        "這樣排，林秀琴在12/2（三）就超過每天 8 小時，多 1 小時；請先移走一項勤務。",
    ),
    (
        "rest_between_duties",
        {"limit": "11", "over": 30},
        "林秀琴兩次勤務之間要休息 11 小時，這樣少 30 分鐘；請改晚一點，或找別人。",
    ),
    (
        "windows_hold",
        {"kind": "task", "start": "15:00", "dates": ("2026-12-02",), "windows": ("09:00–11:30",)},
        ("「陪同就醫」12/2（三）只能在 09:00–11:30 開始，不能排 15:00；請改時間。"),
    ),
    (
        "windows_hold",
        {"kind": "task", "start": "15:00", "dates": ("2026-12-03",), "windows": ()},
        "「陪同就醫」不能排在12/2（三），可以的日子：12/3（四）。",
    ),
    (
        "travel_fits",
        {"kind": "clash", "from": "14:00", "until": "15:00", "other": "送餐"},
        "林秀琴 12/2（三） 14:00–15:00 已經有別的勤務：送餐；請改時間，或找別人。",
    ),
    (
        "travel_fits",
        {"kind": "late", "from": "14:00", "until": "15:00", "other": "送餐", "short": 12},
        ("林秀琴 12/2（三） 在「送餐」（14:00–15:00）和「陪同就醫」之間趕不及，差 12 分鐘；請改時間，或找別人。"),
    ),
    (
        "travel_fits",
        {"kind": "outside", "from": "07:40", "until": "12:00", "spans": ("08:00–12:00",)},
        ("林秀琴 12/2（三） 可服勤的時間是 08:00–12:00，這樣要 07:40 出門、12:00 才回來；請改時間，或找別人。"),
    ),
    (
        "lunch_taken",
        {"from": "11:00", "until": "14:30", "minutes": 60},
        ("這樣排，林秀琴在12/2（三） 11:00–14:30 之間就沒有 60 分鐘的午休；請改時間，或找別人。"),
    ),
    (
        "crew_together",
        {"kind": "lack", "need": 2, "have": 1},
        "「陪同就醫」要 2 人同時到，只找到 1 人；請改時間，或先空出一個人。",
    ),
    (
        "role_mix_holds",
        {"roles": ("staff",), "need": 1, "lack": 1},
        "「陪同就醫」至少要有 1 位職員在場，這樣少 1 位；請先補上。",
    ),
    (
        "series_gap",
        {"days": 2, "others": ("2026-12-03",)},
        "「陪同就醫」前後兩次至少隔 2 天，和 12/3（四） 那次太近；請改到別天。",
    ),
    (
        "exempt_from_turn",
        {"turn": "evening"},
        "林秀琴免輪夜班，不能接「陪同就醫」；請改找別人。",
    ),
    (
        "kits_suffice",
        {"kit": "行動櫃台", "over": 1},
        "當時工作箱「行動櫃台」都在使用中，少 1 個；請改時間。",
    ),
    (
        "load_carried",
        {"limit": 10, "over": 4},
        "林秀琴一次帶得走 10 份，還多 4 份；請改用汽車，或分給別人。",
    ),
]


def told(rule: str, figures: dict[str, object], language: str = "zh") -> str:
    found = Break(
        rule=rule,
        item_key="task:T001",
        label="陪同就醫",
        person_id="p",
        date=dt.date(2026, 12, 2),
        figures=figures,  # type: ignore[arg-type]
    )
    return breach(found, NAMES, language)


@pytest.mark.parametrize(("rule", "figures", "sentence"), SAID)
def test_each_kind_is_said_with_its_figures(rule: str, figures: dict[str, object], sentence: str) -> None:
    assert told(rule, figures) == sentence
    english = told(rule, figures, "en")
    assert "—" not in english and "{" not in english and english.endswith((".", "?"))


def test_every_rule_of_the_referee_has_its_sentence() -> None:
    ruled = {rule.__name__ for rule in RULES} - NEVER
    assert ruled == {name.partition(" ")[0] for name in SENTENCES}


def test_both_languages_say_the_same_figures_and_what_to_do_next() -> None:
    for name, (chinese, english) in SENTENCES.items():
        fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (chinese, english)]
        assert fields[0] == fields[1], name
        assert re.search("[；，]", chinese) and chinese.endswith("。") and english.endswith((".", "?")), name


def test_a_rule_that_nobody_knows_is_still_a_sentence() -> None:
    assert told("later_rule", {}) == "這樣排不符合規定；請改找別人，或改時間。"
