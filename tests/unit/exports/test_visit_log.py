"""The visit log's table: planned on the left, empty to be filled in on the right, the map at the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from outreach.calendar.dates import TAIPEI
from outreach.exports.about_sheet import About
from outreach.exports.cells import Link
from outreach.exports.log_row import LogRow
from outreach.exports.visit_log import log_cells, visit_log_headings, visit_log_sheets

DATE = dt.date(2026, 11, 30)
ROW = LogRow(
    date=DATE,
    person_id="p",
    person_code="V001",
    person="林秀琴",
    role="volunteer",
    unit="示範區公所",
    partners=("周柏宇", "郭育誠"),
    duty_id="d",
    stop_id="s",
    number=3,
    kind="delivery",
    letter="送",
    service="送禮到府",
    planned_from=dt.datetime(2026, 11, 30, 9, 5, tzinfo=TAIPEI),
    planned_to=dt.datetime(2026, 11, 30, 9, 10, tzinfo=TAIPEI),
    client="測試甲",
    village="平通里",
    address="示範一路990號",
    end_address="",
    phone="06-000-0181",
    units=2,
    map_file="2026-11-30-abcdef01.html",
)


def about(language: str = "zh", *, sample: bool = True) -> About:
    return About(
        office="示範區聯合外勤排班",
        monday=DATE,
        revision=2,
        status="draft",
        created=dt.datetime(2026, 11, 27, 16, 20, tzinfo=TAIPEI),
        sample=sample,
        language=language,
    )


def test_planned_cells_stand_under_their_headings() -> None:
    filled = dict(zip(visit_log_headings("zh"), log_cells(ROW, "zh"), strict=True))

    assert filled == {
        "日期": DATE,
        "星期": "一",
        "人員": "林秀琴",
        "身分": "志工",
        "同行": "周柏宇、郭育誠",
        "站": 3,
        "預定開始": dt.time(9, 5),
        "預定結束": dt.time(9, 10),
        "服務": "送 送禮到府",
        "服務對象": "測試甲",
        "里": "平通里",
        "地址": "示範一路990號",
        "電話": "06-000-0181",
        "份數": 2,
        "實際到達（簽到）": None,
        "實際離開（簽退）": None,
        "結果": None,
        "見到本人": None,
        "後續處理": None,
        "備註": None,
        "地圖": Link("看地圖", "maps/2026-11-30-abcdef01.html#stop-3"),
    }


def test_english_has_the_same_columns() -> None:
    filled = dict(zip(visit_log_headings("en"), log_cells(ROW, "en"), strict=True))

    assert (filled["weekday"], filled["role"], filled["with"]) == ("Mon", "volunteer", "周柏宇, 郭育誠")
    assert filled["outcome"] is None


def test_a_visit_that_ends_elsewhere_shows_both_addresses() -> None:
    cells = log_cells(replace(ROW, end_address="健康路9號", units=0), "zh")

    assert "示範一路990號 → 健康路9號" in cells
    assert cells[visit_log_headings("zh").index("份數")] is None


@pytest.mark.parametrize(
    ("language", "outcome", "seen"),
    [
        ("zh", ("結果", "未遇（無人應門）"), ("見到本人", ("是", "否"))),
        ("en", ("outcome", "no answer"), ("seen in person", ("yes", "no"))),
    ],
)
def test_outcome_and_seen_are_chosen_from_lists(
    language: str, outcome: tuple[str, str], seen: tuple[str, tuple[str, ...]]
) -> None:
    log, _ = visit_log_sheets([ROW], about(language))
    choices = {log.headings[column]: tuple(texts) for column, texts in log.choices.items()}

    assert set(choices) == {outcome[0], seen[0]}
    assert outcome[1] in choices[outcome[0]]
    assert choices[seen[0]] == seen[1]


def test_sample_data_says_so_on_its_sheet_and_on_every_page() -> None:
    for sample in (True, False):
        _, notes = visit_log_sheets([ROW], about(sample=sample))
        assert any("示範資料" in str(cell) for row in notes.rows for cell in row) is sample
        assert ("示範資料" in about(sample=sample).page_line("訪視紀錄")) is sample


def test_the_sheet_says_which_week_and_revision() -> None:
    _, notes = visit_log_sheets([ROW], about())

    assert ("週次", "115年11月30日（一）至115年12月6日（日）") in notes.rows
    assert ("版次", "第 2 版（草稿）") in notes.rows
