"""A workbook to be filled in: every sheet with its headings and choices, and one invented row that shows how."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from outreach.exports.ods import SheetData, write_ods
from outreach.intake.sheets import SHEETS
from outreach.sample.tables import Row, table

_UNIT, _NOTE = "範例課室", "範例列，匯入前請刪除"
_AM, _NOON = dt.time(8, 30), dt.time(12)


def blank_workbook(office: str) -> bytes:
    """The workbook of an office that is to be filled in, as ODS. The rows that show how belong together: imported as
    they are, they are all good.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.ods"
        write_ods(path, blank_sheets(office))
        return path.read_bytes()


def blank_sheets(office: str) -> list[SheetData]:
    """Every sheet, in the order in which they refer to one another."""
    rows = _rows(office)
    return [table(sheet.name, rows.get(sheet.name, [])) for sheet in SHEETS]


def _rows(office: str) -> dict[str, list[Row]]:
    return {
        "office": [{"name": office}],
        "units": [{"name": _UNIT, "address": "育平路316號", "village": "育平里", "phone": "06-000-0100"}],
        "people": [
            {
                "code": "範例V01",
                "name": "林範例",
                "unit": _UNIT,
                "role": "志工",
                "gender": "女",
                "skills": "關懷訪視(116/12/31)、急救",
                "mode": "腳踏車",
                "max_day_hours": 8,
                "target_week_hours": 8,
                "languages": "國語、臺語",
                "turns": "午班:2",
                "phone": "0900-000-000",
                "base_village": "育平里",
            },
        ],
        "availability": [{"person": "範例V01", "weekdays": "一、三、五", "start": _AM, "end": _NOON}],
        "trainings": [
            {"person": "範例V01", "kind": "基礎訓練", "hours": 6, "date": dt.date(2026, 3, 14), "provider": _UNIT},
            {
                "person": "範例V01",
                "kind": "特殊訓練",
                "category": "社會福利",
                "hours": 6,
                "date": dt.date(2026, 3, 28),
                "provider": _UNIT,
            },
        ],
        "insurances": [{"person": "範例V01", "start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}],
        "services": [
            {
                "name": "範例訪視",
                "letter": "訪",
                "block": "訪視",
                "unit": _UNIT,
                "minutes": 30,
                "crew": "替代役/志工:關懷訪視",
                "earliest": _AM,
                "latest": dt.time(16, 30),
                "mandatory": "否",
                "category": "社會福利",
            },
        ],
        "clients": [
            {
                "code": "範例C01",
                "name": "王範例",
                "gender": "男",
                "birth_year": 35,
                "address": "育平路1號",
                "village": "育平里",
                "phone": "06-000-0000",
                "contact": "女兒 王小姐",
                "contact_phone": "0900-000-001",
                "need_grade": 2,
                "languages": "臺語",
                "preferred": "範例V01",
                "note": _NOTE,
            },
        ],
        "care_plans": [
            {
                "code": "範例P01",
                "client": "範例C01",
                "service": "範例訪視",
                "times_per_week": 1,
                "weekdays": "一至五",
                "note": _NOTE,
            },
        ],
        "desks": [
            {
                "code": "範例D01",
                "name": "範例服務台",
                "letter": "台",
                "unit": _UNIT,
                "weekdays": "一至五",
                "start": _AM,
                "end": _NOON,
                "required": "志工",
            },
        ],
    }
