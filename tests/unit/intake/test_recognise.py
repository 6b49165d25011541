"""Which table is which sheet, and where its columns stand."""

import pytest

from outreach.intake.faults import IntakeRefused
from outreach.intake.raw import RawTable
from outreach.intake.recognise import columns_of, recognise
from outreach.intake.sheets import SHEETS

PEOPLE = next(sheet for sheet in SHEETS if sheet.name == "people")


@pytest.mark.parametrize("title", ["照顧計畫", "care plans", "Care_Plans", "CARE PLANS", "服務計畫", " 服務 計畫 "])
def test_a_sheet_by_its_name(title: str) -> None:
    if title == "照顧計畫":
        with pytest.raises(IntakeRefused) as refused:
            recognise([RawTable(title, [["編號"]])])
        assert refused.value.code == "no_known_sheet"
    else:
        tables, _ = recognise([RawTable(title, [["編號"]])])
        assert set(tables) == {"care_plans"}


@pytest.mark.parametrize(
    ("headings", "sheet"),
    [
        (["編號", "姓名", "單位", "身分", "備註"], "people"),
        (["code", "name", "village"], "clients"),
        (["人員編號", "星期", "開始", "結束"], "availability"),
        (["project", "date", "person", "item"], "pins"),
    ],
)
def test_a_csv_by_its_headings(headings: list[str], sheet: str) -> None:
    tables, faults = recognise([RawTable("下載", [list(headings)], from_csv=True)])
    assert set(tables) == {sheet}
    assert faults == []


def test_a_sheet_of_a_workbook_is_not_guessed_by_its_headings() -> None:
    with pytest.raises(IntakeRefused):
        recognise([RawTable("下載", [["編號", "姓名", "單位", "身分"]])])


def test_columns_in_any_order_spelled_loosely() -> None:
    headings = ["*身 分", "備考", "UNIT", "姓名\n", "", "編號", "姓名"]
    columns, readable, faults = columns_of(PEOPLE, RawTable("人員", [list(headings)]))
    assert {place: column.field for place, column in columns.items()} == {0: "role", 2: "unit", 3: "name", 5: "code"}
    assert readable.headings["role"] == "*身 分"
    assert [(fault.column, fault.code) for fault in faults] == [("姓名", "duplicate_heading"), ("", "unknown_columns")]
    assert "B" in faults[1].text_zh


def test_letters_of_far_columns() -> None:
    headings = ["編號", "姓名", "單位", "身分", *[""] * 22, "甲", "乙"]
    _, _, faults = columns_of(PEOPLE, RawTable("人員", [list(headings)]))
    assert faults[0].text_zh == "用不到第 AA、AB 欄，已略過。"


@pytest.mark.parametrize("rows", [[], [[]], [["編號", "姓名", "單位"]]])
def test_no_columns_without_a_required_heading(rows: list[list[str]]) -> None:
    columns, _, faults = columns_of(PEOPLE, RawTable("人員", [list(row) for row in rows]))
    assert columns == {}
    assert faults[-1].column == "身分"
    assert {fault.code for fault in faults} == {"missing_heading"}
