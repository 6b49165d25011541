"""The sheets of requests, changed shifts, closed days and deputies: kept, checked, named in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.intake.sheets import SHEETS
from outreach.records import ClosedDay, Deputy, Insurance, Pin, Shift, Task, Training
from outreach.records.database import office_records
from tests.imports import OfficeOfImports, office_of_imports
from tests.small_workbook import Rows, headings_of, small_workbook, write

DAY = dt.date(2026, 12, 2)
SUNDAY = dt.date(2026, 12, 6)
FURTHER: dict[str, Rows] = {
    "deputies": [{"person": "V01", "deputies": "S01"}],
    "requests": [
        {"code": "T01", "client": "C01", "service": "關懷訪視", "date": DAY, "urgent": "是", "note": "先打電話"},
        {
            "code": "T02",
            "client": "C02",
            "service": "戶籍到府",
            "earliest_date": DAY,
            "deadline": dt.date(2026, 12, 4),
            "earliest": "09:00",
            "latest": "15:00",
            "minutes": 50,
            "end_village": "文平里",
        },
    ],
    "shifts": [
        {"desk": "D01", "date": DAY, "end": "11:00", "desired": "志工"},
        {"desk": "D01", "date": SUNDAY},
        {"desk": "D02", "date": DAY, "cancelled": "是", "note": "主任指示"},
    ],
    "trainings": [
        {"person": "V01", "kind": "基礎訓練", "hours": 6, "date": dt.date(2026, 3, 14)},
        {"person": "V01", "kind": "特殊訓練", "category": "社會福利", "hours": 4.5, "date": DAY, "provider": "協會"},
    ],
    "insurances": [{"person": "V01", "start": dt.date(2026, 1, 1), "end": DAY, "policy": "團險"}],
    "closed_days": [{"date": dt.date(2026, 12, 4), "reason": "颱風"}, {"date": DAY, "villages": "國平里、文平里"}],
}
TRAINING: dict[str, Any] = {"person": "V01", "kind": "基礎訓練", "hours": 3, "date": DAY}
REQUEST: dict[str, Any] = {"code": "T9", "client": "C01", "service": "關懷訪視"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OfficeOfImports]:
    with office_of_imports(tmp_path) as office:
        yield office


def with_further(sheet: str = "", *more: dict[str, Any]) -> dict[str, Rows]:
    rows = small_workbook() | {name: list(of_sheet) for name, of_sheet in FURTHER.items()}
    if sheet:
        rows[sheet] = [*rows[sheet], *more]
    return rows


@pytest.mark.parametrize("language", ["zh", "en"])
def test_they_are_kept(office: OfficeOfImports, language: str) -> None:
    path = write(office.folder / "further.xlsx", headings_of(with_further(), language))
    run = office.keep(office.preview(office.hand_in_bytes(path.name, path.read_bytes())).id)
    assert (run.faults, run.added) == ([], 11)
    with office_records(office.engine) as records:
        (deputy,) = records.all(Deputy)
        assert deputy.rank == 1
        tasks = {task.code: task for task in records.all(Task)}
        assert (tasks["T01"].date, tasks["T01"].urgent, tasks["T01"].note) == (DAY, True, "先打電話")
        assert (tasks["T02"].date, tasks["T02"].earliest_date, tasks["T02"].minutes) == (None, DAY, 50)
        assert (tasks["T02"].earliest, tasks["T02"].cancelled) == (dt.time(9), False)
        assert tasks["T02"].end_place_id
        shifts = {(shift.date, shift.cancelled): shift for shift in records.all(Shift)}
        assert (shifts[DAY, False].start, shifts[DAY, False].end) == (None, dt.time(11))
        assert shifts[DAY, False].required is None
        assert shifts[DAY, False].desired == [{"roles": ["volunteer"], "unit": "", "skills": []}]
        assert shifts[SUNDAY, False].desired is None
        assert shifts[DAY, True].note == "主任指示"
        hours = {(one.kind, one.category, one.hours, one.date, one.provider) for one in records.all(Training)}
        assert hours == {
            ("basic", "", 6, dt.date(2026, 3, 14), ""),
            ("special", "社會福利", 4.5, DAY, "協會"),
        }
        (insurance,) = records.all(Insurance)
        assert (insurance.start, insurance.end, insurance.policy) == (dt.date(2026, 1, 1), DAY, "團險")
        days = {day.date: day for day in records.all(ClosedDay)}
        assert (days[DAY].villages, days[dt.date(2026, 12, 4)].reason) == (["國平里", "文平里"], "颱風")


def test_twice_changes_nothing_and_an_edit_is_found_by_its_key(office: OfficeOfImports) -> None:
    office.keep(office.previewed(with_further()).id)
    before = office.everything()
    assert (office.keep(office.previewed(with_further()).id).changed, office.everything()) == (0, before)
    rows = with_further()
    rows["shifts"][2] = {"desk": "D02", "date": DAY, "start": "12:00"}
    rows["closed_days"][1] = {"date": DAY, "villages": "文平里、國平里", "reason": "停電"}
    rows["requests"][0] = REQUEST | {"code": "T01", "date": SUNDAY}
    run = office.previewed(rows)
    assert {(one["kind"], one["key"], one["field"]) for one in run.findings["changed"]} == {
        ("shifts", "D02 2026-12-02", "cancelled"),
        ("shifts", "D02 2026-12-02", "start"),
        ("shifts", "D02 2026-12-02", "note"),
        ("closed_days", "2026-12-02 國平里 文平里", "reason"),
        ("requests", "T01", "date"),
        ("requests", "T01", "urgent"),
        ("requests", "T01", "note"),
        ("closed_days", "2026-12-02 國平里 文平里", "villages"),
    }
    assert run.added == 0


def test_rows_that_are_gone_leave_requests_shifts_and_closed_days_as_they_are(office: OfficeOfImports) -> None:
    office.keep(office.previewed(with_further()).id)
    run = office.keep(
        office.previewed(
            small_workbook() | {"requests": [], "shifts": [], "closed_days": [], "trainings": [], "insurances": []}
        ).id
    )
    assert run.changed == 0
    with office_records(office.engine) as records:
        assert (len(records.all(Training)), len(records.all(Insurance))) == (2, 1)
    run = office.keep(office.previewed(small_workbook() | {"deputies": []}).id)
    assert run.changed == 1
    assert office.everything()["Deputy"] == []


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("deputies", {"person": "V01", "deputies": "S01"}, "人員編號", "duplicate"),
    ("deputies", {"person": "S01", "deputies": "V01、S01"}, "代理人編號", "own_deputy"),
    ("deputies", {"person": "S01", "deputies": "V99"}, "代理人編號", "unknown_link"),
    ("deputies", {"person": "V99", "deputies": "V01"}, "人員編號", "unknown_link"),
    ("deputies", {"person": "S01"}, "代理人編號", "missing"),
    ("requests", REQUEST, "", "no_day_asked"),
    ("requests", REQUEST | {"date": DAY, "deadline": DAY}, "約定日期", "day_and_deadline"),
    ("requests", REQUEST | {"date": DAY, "earliest_date": DAY}, "約定日期", "day_and_deadline"),
    ("requests", REQUEST | {"earliest_date": SUNDAY, "deadline": DAY}, "期限", "last_before_first"),
    ("requests", REQUEST | {"date": DAY, "client": "C99"}, "對象編號", "unknown_link"),
    ("requests", REQUEST | {"date": DAY, "service": "重陽禮金"}, "服務", "wrong_block"),
    ("requests", REQUEST | {"date": DAY, "latest": "07:00"}, "最晚開始", "latest_before_earliest"),
    ("requests", REQUEST | {"date": DAY, "minutes": 0}, "服務分鐘", "out_of_range"),
    ("requests", REQUEST | {"date": DAY, "urgent": "馬上"}, "急件", "bad_yes"),
    ("requests", REQUEST | {"date": DAY, "end_address": "他處"}, "目的地里", "not_located"),
    ("requests", REQUEST | {"date": DAY, "code": "T01"}, "編號", "duplicate"),
    ("shifts", {"desk": "D99", "date": DAY, "cancelled": "是"}, "服務台編號", "unknown_link"),
    ("shifts", {"desk": "D01", "date": DAY, "cancelled": "是"}, "服務台編號", "duplicate"),
    ("shifts", {"desk": "D01", "date": dt.date(2026, 12, 3)}, "", "as_every_week"),
    ("shifts", {"desk": "D01", "date": dt.date(2026, 12, 3), "start": "12:00"}, "結束", "ends_before_start"),
    ("shifts", {"desk": "D01", "date": SUNDAY, "start": "10:00", "end": "09:00"}, "服務台編號", "duplicate"),
    ("shifts", {"desk": "D02", "date": SUNDAY, "start": "10:00", "end": "09:00"}, "結束", "ends_before_start"),
    ("shifts", {"desk": "D02", "date": SUNDAY, "required": "里長"}, "必要名額", "bad_seats"),
    ("trainings", TRAINING | {"person": "V99"}, "人員編號", "unknown_link"),
    ("trainings", TRAINING | {"hours": 0}, "時數", "out_of_range"),
    ("trainings", TRAINING | {"kind": "特殊訓練"}, "類別", "category_missing"),
    ("trainings", TRAINING | {"category": "環保"}, "類別", "category_of_basic"),
    ("trainings", TRAINING | {"kind": "講習"}, "訓練", "bad_choice"),
    ("trainings", TRAINING | {"date": dt.date(2026, 3, 14)}, "人員編號", "duplicate"),
    ("insurances", {"person": "V01", "start": DAY, "end": dt.date(2026, 12, 1)}, "結束日期", "last_before_first"),
    ("insurances", {"person": "V01", "start": dt.date(2026, 1, 1), "end": SUNDAY}, "人員編號", "duplicate"),
    ("closed_days", {"date": DAY, "villages": "國安里"}, "里", "unknown_village"),
    ("closed_days", {"date": "115/2/30"}, "日期", "bad_date"),
    ("closed_days", {"date": dt.date(2026, 12, 4)}, "日期", "duplicate"),
]


@pytest.mark.parametrize(("sheet", "row", "column", "code"), BAD)
def test_a_bad_row_is_named_and_nothing_else_lost(
    office: OfficeOfImports, sheet: str, row: dict[str, Any], column: str, code: str
) -> None:
    run = office.previewed(with_further(sheet, row))
    title = next(one.zh for one in SHEETS if one.name == sheet)
    number = len(FURTHER[sheet]) + 2
    named = [(fault["sheet"], fault["row"], fault["column"], fault["code"]) for fault in run.faults]
    assert (title, number, column, code) in named
    assert all(fault[:2] == (title, number) for fault in named)
    assert run.added == 11
    assert run.faults[0]["text"].startswith(f"第 {number} 列")


PINS: list[tuple[dict[str, Any], str | None]] = [
    ({"item": "D01", "date": SUNDAY, "seat": 3, "person": "V01"}, None),
    ({"item": "D01", "date": DAY, "seat": 3, "person": "V01"}, "no_such_seat"),
    ({"item": "D02", "date": DAY, "person": "V01"}, "pin_other_day"),
    ({"item": "D02", "date": SUNDAY, "person": "V01"}, "pin_other_day"),
    ({"item": "T01", "date": DAY, "person": "V01"}, None),
    ({"item": "T01", "date": SUNDAY, "person": "V01"}, "pin_other_day"),
    ({"item": "T02", "date": dt.date(2026, 12, 4), "seat": 2, "person": "V01"}, None),
    ({"item": "T02", "date": SUNDAY, "person": "V01"}, "pin_other_day"),
    ({"item": "T02", "date": DAY, "seat": 3, "person": "V01"}, "no_such_seat"),
]


@pytest.mark.parametrize(("pin", "code"), PINS)
def test_pins_follow_requests_and_changed_shifts(
    office: OfficeOfImports, pin: dict[str, Any], code: str | None
) -> None:
    rows = with_further() | {"pins": [pin]}
    run = office.keep(office.previewed(rows).id)
    assert [fault["code"] for fault in run.faults] == ([code] if code else [])
    with office_records(office.engine) as records:
        assert len(records.all(Pin)) == (0 if code else 1)
