"""Each kind of bad row: reported with its sheet, row, column and code, never taken, and nothing else is lost by it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from maps.geocode.villages import VillageGeocoder
from outreach.calendar.dates import TAIPEI
from outreach.records.database import open_database
from outreach.usecases.importing.import_workbook import ImportReport, import_workbook
from tests.small_workbook import Rows, headings_of, small_workbook, write

GEOCODER = VillageGeocoder()
OFFICES = itertools.count()
TIME, DAY = dt.time(9), dt.date(2026, 12, 2)
ON_MONDAY = {"person": "V01", "weekdays": "一", "start": TIME}
PERSON = {"name": "吳示範", "unit": "示範課", "role": "志工"}
CLIENT = {"name": "吳示範", "village": "文平里"}
DESK = {"name": "夜間櫃台", "letter": "夜", "unit": "示範課", "weekdays": "一", "start": TIME, "end": dt.time(12)}
SERVICE = {"letter": "新", "block": "訪視", "minutes": 30, "crew": "志工"}
PLAN = {"client": "C01", "service": "關懷訪視"}
GIFT = {"campaign": "端午", "service": "重陽禮金", "client": "C01", "first": DAY, "last": DAY}
PIN = {"item": "D01", "date": DAY, "person": "V01"}


class _Clock:
    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 27, 9, tzinfo=TAIPEI)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('offices')}/office.db")
    yield engine
    engine.dispose()


def take(engine: Engine, folder: Path, tables: dict[str, list[list[Any]]]) -> ImportReport:
    """Import into an office of its own."""
    if "機關" in tables:
        tables["機關"][1][0] = f"示範 {next(OFFICES)}"
    return import_workbook(engine, write(folder / "book.xlsx", tables), geocoder=GEOCODER, clock=_Clock())


def places_of(report: ImportReport) -> list[tuple[str, int, str, str]]:
    return [(fault.sheet, fault.row, fault.column, fault.code) for fault in report.faults]


def with_row(sheet: str, row: dict[str, Any]) -> dict[str, Rows]:
    rows = small_workbook()
    rows[sheet].append(row)
    return rows


BAD_ROWS = [
    ("units", {"name": "示範課", "village": "文平里"}, 3, "單位", "duplicate"),
    ("units", {"name": "無處"}, 3, "里", "not_located"),
    ("units", {"name": "遠處", "address": "臺北市", "lat": 120.1, "lon": 22.9}, 3, "緯度", "outside_taiwan"),
    ("people", PERSON | {"code": ""}, 4, "編號", "missing"),
    ("people", PERSON | {"code": "V 9"}, 4, "編號", "bad_code"),
    ("people", PERSON | {"code": "V" * 41}, 4, "編號", "bad_code"),
    ("people", PERSON | {"code": "Ｖ０１"}, 4, "編號", "duplicate"),
    ("people", PERSON | {"code": "V9", "role": "義工"}, 4, "身分", "bad_choice"),
    ("people", PERSON | {"code": "V9", "unit": "沒有的課"}, 4, "單位", "unknown_link"),
    ("people", PERSON | {"code": "V9", "name": "林示範", "phone": "0912-345-678"}, 4, "姓名", "duplicate_person"),
    ("people", PERSON | {"code": "V9", "max_days": 8}, 4, "每週天數上限", "out_of_range"),
    ("people", PERSON | {"code": "V9", "max_days": 2.5}, 4, "每週天數上限", "not_whole"),
    ("people", PERSON | {"code": "V9", "capacity": -1}, 4, "可載份數", "out_of_range"),
    ("people", PERSON | {"code": "V9", "capacity": "很多"}, 4, "可載份數", "bad_number"),
    ("people", PERSON | {"code": "V9", "skills": "移位(116/13/1)"}, 4, "資格", "bad_date"),
    ("people", PERSON | {"code": "V9", "skills": "移位(116/12/31"}, 4, "資格", "bad_skills"),
    ("people", PERSON | {"code": "V9", "turns": "夜班"}, 4, "已輪次數", "bad_turns"),
    ("people", PERSON | {"code": "V9", "exempt": "晨班"}, 4, "不輪", "bad_choice"),
    ("people", PERSON | {"code": "V9", "villages": "國安里"}, 4, "責任里", "unknown_village"),
    ("people", PERSON | {"code": "V9", "title": "長" * 1001}, 4, "職稱", "too_long"),
    ("people", PERSON | {"code": "V9", "base_lat": 22.99}, 4, "據點經度", "coordinates_incomplete"),
    ("availability", {"person": "V99", "weekdays": "一", "start": TIME, "end": "12:00"}, 5, "人員編號", "unknown_link"),
    ("availability", {"person": "V01", "weekdays": "八", "start": TIME, "end": "12:00"}, 5, "星期", "bad_weekdays"),
    ("availability", {"person": "V01", "start": TIME, "end": "12:00"}, 5, "星期", "no_day"),
    ("availability", ON_MONDAY | {"date": DAY, "end": "12:00"}, 5, "日期", "two_days"),
    ("availability", ON_MONDAY | {"end": TIME}, 5, "結束", "ends_before_start"),
    ("availability", ON_MONDAY | {"end": "25:00"}, 5, "結束", "bad_time"),
    ("availability", {"person": "V01", "date": "15/12/2", "start": TIME, "end": "10:00"}, 5, "日期", "ambiguous_date"),
    ("absences", {"person": "V01", "first": "115/2/29"}, 4, "開始日期", "bad_date"),
    ("absences", {"person": "V01", "first": "1926-12-02"}, 4, "開始日期", "odd_date"),
    ("absences", {"person": "V01", "first": DAY, "last": dt.date(2026, 12, 1)}, 4, "結束日期", "last_before_first"),
    ("absences", {"person": "V01", "first": DAY, "start": TIME, "end": "08:00"}, 4, "結束時間", "ends_before_start"),
    ("kits", {"name": "燈箱", "count": "兩"}, 3, "數量", "bad_number"),
    ("services", SERVICE | {"name": "甲", "letter": "新住"}, 5, "代字", "bad_letter"),
    ("services", SERVICE | {"name": "甲", "crew": "里長"}, 5, "名額", "bad_seats"),
    ("services", SERVICE | {"name": "甲", "crew": "職員@沒有的課"}, 5, "名額", "unknown_unit_of_seat"),
    ("services", SERVICE | {"name": "甲", "minutes": 0}, 5, "服務分鐘", "out_of_range"),
    ("services", SERVICE | {"name": "甲", "earliest": "17:00"}, 5, "最晚開始", "latest_before_earliest"),
    ("services", SERVICE | {"name": "甲", "kit": "沒有的箱"}, 5, "工作箱", "unknown_link"),
    ("services", SERVICE | {"name": "甲", "mandatory": "也許"}, 5, "必排", "bad_yes"),
    ("clients", CLIENT | {"code": "C9", "lat": 22.99, "lon": 120.21, "village": ""}, 4, "緯度", "outside_district"),
    ("clients", CLIENT | {"code": "C9", "lat": 22.9826, "lon": 120.1695}, 4, "里", "village_differs"),
    ("clients", CLIENT | {"code": "C9", "village": "國安里"}, 4, "里", "not_located"),
    ("clients", CLIENT | {"code": "C9", "village": ""}, 4, "里", "not_located"),
    ("clients", CLIENT | {"code": "C9", "lat": "北緯"}, 4, "緯度", "bad_number"),
    ("clients", CLIENT | {"code": "C9", "lat": 222, "lon": 120}, 4, "緯度", "out_of_range"),
    ("clients", CLIENT | {"code": "C9", "preferred": "V01、V99"}, 4, "固定服務人員", "unknown_link"),
    ("clients", CLIENT | {"code": "C9", "preferred": "V01", "refused": "S01、V01"}, 4, "拒絕人員", "wishes_clash"),
    ("care_plans", PLAN | {"code": "P9"}, 4, "", "no_when"),
    ("care_plans", PLAN | {"code": "P9", "every_days": 7, "date": DAY}, 4, "約定日期", "several_whens"),
    ("care_plans", PLAN | {"code": "P9", "times_per_week": 0}, 4, "每週次數", "out_of_range"),
    ("care_plans", PLAN | {"code": "P9", "times_per_week": 3, "weekdays": "一、二"}, 4, "每週次數", "no_weekday_left"),
    ("care_plans", PLAN | {"code": "P9", "date": DAY, "latest": "08:00"}, 4, "最晚開始", "latest_before_earliest"),
    ("care_plans", PLAN | {"code": "P9", "date": DAY, "client": "C99"}, 4, "對象編號", "unknown_link"),
    ("care_plans", PLAN | {"code": "P9", "date": DAY, "service": "重陽禮金"}, 4, "服務", "wrong_block"),
    ("care_plans", PLAN | {"code": "P9", "date": DAY, "end_address": "他處"}, 4, "目的地里", "not_located"),
    ("desks", DESK | {"code": "D9"}, 4, "必要名額", "no_seats"),
    ("desks", DESK | {"code": "D9", "required": "職員", "end": "08:00"}, 4, "結束", "ends_before_start"),
    ("desks", DESK | {"code": "D9", "required": "職員", "turn": "早班"}, 4, "輪值類別", "bad_choice"),
    ("campaigns", GIFT | {"service": "關懷訪視"}, 4, "服務", "wrong_block"),
    ("campaigns", GIFT | {"campaign": "重陽"}, 4, "節慶", "duplicate"),
    ("campaigns", GIFT | {"last": dt.date(2026, 12, 1)}, 4, "結束日期", "last_before_first"),
    ("pins", PIN | {"item": "D99"}, 4, "項目編號", "unknown_item"),
    ("pins", PIN | {"date": dt.date(2026, 12, 5)}, 4, "日期", "pin_other_day"),
    ("pins", PIN | {"seat": 4}, 4, "名額序號", "no_such_seat"),
    ("pins", PIN | {"person": "V99"}, 4, "人員編號", "unknown_link"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "number", "column", "code"), BAD_ROWS)
def test_a_bad_row_is_reported_and_nothing_else_lost(
    tmp_path: Path, engine: Engine, sheet: str, row: dict[str, Any], number: int, column: str, code: str
) -> None:
    good = take(engine, tmp_path, headings_of(small_workbook()))
    tables = headings_of(with_row(sheet, row))
    title = list(tables)[list(small_workbook()).index(sheet)]
    report = take(engine, tmp_path, tables)
    assert places_of(report) == [(title, number, column, code)]
    assert report.added == good.added
    fault = report.faults[0]
    assert not fault.is_note
    assert fault.text_zh.startswith(f"第 {number} 列")
    assert fault.text_en.startswith(f"Row {number}")
    for told in ("吳示範", "林示範", "0912"):
        assert told not in fault.text_zh + fault.text_en


def test_the_sentence_names_the_row_the_heading_and_the_choices(tmp_path: Path, engine: Engine) -> None:
    report = take(engine, tmp_path, headings_of(with_row("people", PERSON | {"code": "V9", "role": "義工"})))
    assert report.faults[0].text_zh == "第 4 列「身分」看不懂：請填志工、替代役或職員。"
    assert report.faults[0].text_en == "Row 4, “role” is unknown: use volunteer, substitute or staff."


NOTED_ROWS = [
    ("people", PERSON | {"code": "V9"}, 4, "編號", "no_availability"),
    ("clients", CLIENT | {"code": "C9", "phone": "912345678"}, 4, "電話", "phone_unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "number", "column", "code"), NOTED_ROWS)
def test_a_note_is_reported_and_the_row_taken(
    tmp_path: Path, engine: Engine, sheet: str, row: dict[str, Any], number: int, column: str, code: str
) -> None:
    good = take(engine, tmp_path, headings_of(small_workbook()))
    report = take(engine, tmp_path, headings_of(with_row(sheet, row)))
    assert [place[1:] for place in places_of(report)] == [(number, column, code)]
    assert report.faults[0].is_note
    assert report.added == good.added + 1


def test_a_row_that_refers_to_a_refused_row_is_refused_too(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    rows["clients"][1]["village"] = "文平里"
    report = take(engine, tmp_path, headings_of(rows))
    assert places_of(report) == [
        ("服務對象", 3, "里", "village_differs"),
        ("服務計畫", 3, "對象編號", "unknown_link"),
        ("節慶發送", 3, "對象編號", "unknown_link"),
    ]


def test_a_second_row_with_the_code_of_a_refused_row_is_refused(tmp_path: Path, engine: Engine) -> None:
    rows = small_workbook()
    rows["people"] += [PERSON | {"code": "V9", "role": "?"}, PERSON | {"code": "V9"}]
    assert [place[1:] for place in places_of(take(engine, tmp_path, headings_of(rows)))] == [
        (4, "身分", "bad_choice"),
        (5, "編號", "duplicate"),
    ]


def test_rows_of_one_campaign_agree(tmp_path: Path, engine: Engine) -> None:
    rows = with_row("campaigns", GIFT)
    rows["campaigns"].append(GIFT | {"client": "C02", "last": dt.date(2026, 12, 3)})
    report = take(engine, tmp_path, headings_of(rows))
    assert places_of(report) == [("節慶發送", 5, "節慶", "campaign_differs")]
    assert "第 4 列" in report.faults[0].text_zh


CLASHING_PINS = {
    "two people on one seat": [PIN | {"person": "S01", "seat": 2}, PIN | {"seat": 2}],
    "one person on two seats": [PIN | {"seat": 2}, PIN | {"seat": 3}],
    "pinned and never": [PIN | {"seat": 2}, PIN | {"never": "是"}],
    "two shifts at one time": [PIN | {"seat": 2}, PIN | {"item": "D02"}],
    "a shift and a visit": [PIN | {"seat": 2}, PIN | {"item": "P02", "start": "11:50"}],
    "two visits": [
        PIN | {"item": "P02", "start": "14:00", "person": "S01"},
        PIN | {"item": "P01", "start": "14:39", "person": "S01"},
    ],
}


@pytest.mark.parametrize("case", CLASHING_PINS)
def test_contradictory_pins_name_both_rows_and_neither_is_taken(tmp_path: Path, engine: Engine, case: str) -> None:
    rows = small_workbook()
    rows["pins"] = [{"item": "D01", "date": dt.date(2026, 12, 3), "person": "V01"}, *CLASHING_PINS[case]]
    report = take(engine, tmp_path, headings_of(rows))
    assert places_of(report) == [("鎖定", 3, "", "pins_clash"), ("鎖定", 4, "", "pins_clash")]
    assert "第 4 列" in report.faults[0].text_zh
    assert "row 3" in report.faults[1].text_en
    good = take(engine, tmp_path, headings_of(small_workbook() | {"pins": rows["pins"][:1]}))
    assert report.added == good.added


PEACEFUL_PINS = {
    "two seats, two people": [PIN | {"seat": 2}, PIN | {"seat": 1, "person": "S01"}],
    "one person, two days": [PIN, PIN | {"date": dt.date(2026, 12, 3)}],
    "one shift after the other": [PIN, PIN | {"item": "P01", "start": "12:00"}],
    "never for one, pinned for another": [PIN | {"never": "是"}, PIN | {"person": "S01"}],
    "a gift at the door": [PIN | {"item": "C01", "start": "12:00"}, PIN],
}


@pytest.mark.parametrize("case", PEACEFUL_PINS)
def test_pins_that_hold_together_are_taken(tmp_path: Path, engine: Engine, case: str) -> None:
    report = take(engine, tmp_path, headings_of(small_workbook() | {"pins": PEACEFUL_PINS[case]}))
    assert report.faults == ()


def test_a_missing_heading_costs_its_sheet_only(tmp_path: Path, engine: Engine) -> None:
    tables = headings_of(small_workbook())
    tables["到校受理"][0][0] = "代碼"
    report = take(engine, tmp_path, tables)
    assert places_of(report) == [("到校受理", 1, "編號", "missing_heading")]
    assert report.added == take(engine, tmp_path, headings_of(small_workbook())).added - 1


def test_headings_in_any_order_and_unknown_ones_noted_once(tmp_path: Path, engine: Engine) -> None:
    tables = {
        name: [row[::-1] for row in table] for name, table in headings_of(small_workbook()).items() if name != "機關"
    }
    for number, row in enumerate(tables["工作箱"]):
        row += [f"備考{number}", "乙" if number else "保管人"]
    tables["機關"] = headings_of(small_workbook())["機關"]
    report = take(engine, tmp_path, tables)
    assert places_of(report) == [("工作箱", 1, "", "unknown_columns")]
    assert report.faults[0].text_zh == "用不到第 D、E 欄，已略過。"
    assert report.added == take(engine, tmp_path, headings_of(small_workbook())).added


def test_missing_sheets_and_strange_sheets(tmp_path: Path, engine: Engine) -> None:
    tables = headings_of(small_workbook())
    del tables["鎖定"], tables["服務台"]
    tables |= {"說明": [["請逐欄填寫"]], "去年": [["x"]], "空白": [], "clients": tables["服務對象"]}
    report = take(engine, tmp_path, tables)
    assert [(fault.sheet, fault.code) for fault in report.faults] == [
        ("去年", "unknown_sheet"),
        ("clients", "repeated_sheet"),
        ("服務台", "missing_sheet"),
    ]


def test_a_second_office_and_a_repeated_heading(tmp_path: Path, engine: Engine) -> None:
    rows = with_row("office", {"name": "另一個區公所"})
    tables = headings_of(rows)
    tables["工作箱"][0].append("數量")
    report = take(engine, tmp_path, tables)
    assert places_of(report) == [("機關", 3, "機關名稱", "several_offices"), ("工作箱", 1, "數量", "duplicate_heading")]


def test_empty_rows_are_passed_over_and_still_counted(tmp_path: Path, engine: Engine) -> None:
    tables = headings_of(small_workbook())
    tables["人員"] += [[""] * 5, ["  "], ["V01", "重複", "示範課", "志工"]]
    assert [place[1:] for place in places_of(take(engine, tmp_path, tables))] == [(6, "編號", "duplicate")]
