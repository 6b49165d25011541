"""A small workbook with one or two good rows on every sheet, to be bent in tests, and written in every format."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

from outreach.exports.ods import SheetData, write_ods
from outreach.intake.sheets import SHEETS

Rows = list[dict[str, Any]]
MORNING, NOON, EVENING = dt.time(8, 30), dt.time(12), dt.time(17, 30)
# Inside 國平里, as the geocoder knows it.
IN_GUOPING = {"lat": 22.9826, "lon": 120.1695}
WEEK = dt.date(2026, 11, 30)


def small_workbook() -> dict[str, Rows]:
    """Rows by sheet, as dictionaries from field to cell."""
    return {
        "office": [{"name": "示範區公所", "sample": "是"}],
        "units": [{"name": "示範課", "address": "示範路1號", "village": "國平里", "phone": "06-1234567"}],
        "people": [
            {
                "code": "V01",
                "name": "林示範",
                "unit": "示範課",
                "role": "志工",
                "skills": "移位(116/12/31)、急救",
                "phone": "0912-345-678",
                "turns": "夜班:2",
                "exempt": "週末",
                "max_day_hours": 8,
            },
            {
                "code": "S01",
                "name": "周示範",
                "unit": "示範課",
                "role": "職員",
                "gender": "女",
                "mode": "機車",
                "base_village": "文平里",
                "villages": "國平里、文平里",
                "languages": "華語、臺語",
            },
        ],
        "availability": [
            {"person": "V01", "weekdays": "一、三", "start": MORNING, "end": NOON},
            {"person": "S01", "weekdays": "一至五", "start": MORNING, "end": EVENING},
            {"person": "S01", "date": dt.date(2026, 12, 5), "start": MORNING, "end": NOON},
        ],
        "absences": [
            {"person": "S01", "first": dt.date(2026, 12, 1), "reason": "公假"},
            {"person": "V01", "first": "115/12/2", "start": "09:00", "last": "115/12/2", "end": "10:00"},
        ],
        "kits": [{"name": "行動受理箱", "count": 1}],
        "services": [
            {"name": "關懷訪視", "letter": "訪", "block": "訪視", "minutes": 30, "crew": "職員/志工"},
            {
                "name": "戶籍到府",
                "letter": "戶",
                "block": "訪視",
                "minutes": 40,
                "crew": "職員@示範課 + 志工/替代役",
                "unit": "示範課",
                "kit": "行動受理箱",
                "mandatory": "是",
            },
            {"name": "重陽禮金", "letter": "送", "block": "送禮", "minutes": 5, "crew": "職員 + 志工"},
        ],
        "clients": [
            {
                "code": "C01",
                "name": "王示範",
                "village": "文平里",
                "need_grade": 2,
                "preferred": "V01",
                "birth_year": 30,
                "companion": "兩人同行",
            },
            {
                "code": "C02",
                "name": "陳示範",
                "address": "示範街2號",
                "village": "國平里",
                **IN_GUOPING,
                "refused": "S01",
            },
        ],
        "care_plans": [
            {"code": "P01", "client": "C01", "service": "關懷訪視", "times_per_week": 2},
            {
                "code": "P02",
                "client": "C02",
                "service": "戶籍到府",
                "deadline": dt.date(2026, 12, 3),
                "weekdays": "一至三",
                "end_address": "示範醫院",
                "end_lat": 22.99,
                "end_lon": 120.21,
            },
        ],
        "desks": [
            {
                "code": "D01",
                "name": "服務台",
                "letter": "台",
                "unit": "示範課",
                "weekdays": "一至五",
                "start": MORNING,
                "end": NOON,
                "required": "職員",
                "desired": "志工×2",
                "staff_at_least": 1,
            },
            {
                "code": "D02",
                "name": "中午櫃台",
                "letter": "午",
                "unit": "示範課",
                "weekdays": "三",
                "start": dt.time(11, 30),
                "end": dt.time(13),
                "required": "職員",
                "turn": "午班",
            },
        ],
        "drives": [
            {
                "code": "R01",
                "name": "到校受理",
                "letter": "校",
                "unit": "示範課",
                "address": "示範國中",
                "lat": 22.99,
                "lon": 120.19,
                "date": dt.date(2026, 12, 4),
                "start": NOON,
                "end": dt.time(15),
                "required": "職員",
            },
        ],
        "campaigns": [
            {"campaign": "重陽", "service": "重陽禮金", "client": "C01", "first": WEEK, "last": dt.date(2026, 12, 4)},
            {
                "campaign": "重陽",
                "service": "重陽禮金",
                "client": "C02",
                "units": 2,
                "first": WEEK,
                "last": dt.date(2026, 12, 4),
            },
        ],
        "pins": [
            {"item": "D01", "date": dt.date(2026, 12, 2), "person": "S01"},
            {"item": "P01", "date": dt.date(2026, 12, 2), "person": "V01", "never": "是"},
        ],
    }


def headings_of(rows: dict[str, Rows], language: str = "zh") -> dict[str, list[list[Any]]]:
    """Tables by the sheet's name in one language: the heading row, and the rows beneath."""
    tables = {}
    for sheet in SHEETS:
        if sheet.name in rows:
            headings = [column.en if language == "en" else column.zh for column in sheet.columns]
            body = [[row.get(column.field, "") for column in sheet.columns] for row in rows[sheet.name]]
            tables[sheet.en if language == "en" else sheet.zh] = [headings, *body]
    return tables


def write(path: Path, tables: dict[str, list[list[Any]]]) -> Path:
    """Write tables as `.ods`, `.xlsx`, or (without a suffix) a folder of `.csv` files."""
    if path.suffix == ".ods":
        write_ods(path, [SheetData(name, table[0], table[1:]) for name, table in tables.items()])
    elif path.suffix == ".xlsx":
        _write_xlsx(path, tables)
    else:
        path.mkdir()
        for name, table in tables.items():
            write_csv(path / f"{name}.csv", table)
    return path


def write_csv(path: Path, table: list[list[Any]], encoding: str = "utf-8-sig") -> Path:
    """Write one table as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(table)
    return path


def _write_xlsx(path: Path, tables: dict[str, list[list[Any]]]) -> None:
    book = xlsxwriter.Workbook(path)
    formats = {
        dt.date: book.add_format({"num_format": "yyyy-mm-dd"}),
        dt.time: book.add_format({"num_format": "hh:mm"}),
    }
    for name, table in tables.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(table):
            for place, cell in enumerate(row):
                if isinstance(cell, dt.date | dt.time):
                    sheet.write_datetime(number, place, cell, formats[type(cell)])
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                else:
                    sheet.write(number, place, cell)
    book.close()
