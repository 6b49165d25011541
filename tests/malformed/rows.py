"""Files that can be read and have bad rows among the good ones: each bad row must be named, each good one kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.malformed.shape import Chance, Make, Malformed, Table, clients, good_of, table_of, written

_SHEET = "服務對象"
_ROWS = 40
Cells = dict[str, Any]


def _mixed_in(
    chance: Chance, good: list[Cells], bad: list[tuple[Cells, str, str]]
) -> tuple[list[Cells], tuple[tuple[str, int, str, str], ...]]:
    """Good and bad rows in any order, and where the bad ones stand: sheet, row, column, code."""
    marked: list[tuple[Cells, str, str]] = [*((row, "", "") for row in good), *bad]
    chance.shuffle(marked)
    places = tuple((_SHEET, number, column, code) for number, (_, column, code) in enumerate(marked, 2) if code)
    return [row for row, _, _ in marked], places


def _of_rows(kind: str, chance: Chance, bad: list[tuple[Cells, str, str]], suffix: str = "") -> Malformed:
    good = clients(chance, _ROWS)
    rows, places = _mixed_in(chance, good, bad)
    name, data = written(chance, {_SHEET: table_of(rows)}, suffix)
    return Malformed(kind, name, data, "read", good_of(good), places)


def _client(number: int, **cells: Any) -> Cells:
    return {"code": f"B{number:03}", "name": f"錯示範{number}", "village": "文平里"} | cells


_WRONG: tuple[tuple[Cells, str, str], ...] = (
    ({"need_grade": "很高"}, "需求等級", "bad_number"),
    ({"need_grade": 9}, "需求等級", "out_of_range"),
    ({"need_grade": 1.5}, "需求等級", "not_whole"),
    ({"birth_year": "老"}, "出生年", "bad_number"),
    ({"birth_year": 1e300}, "出生年", "out_of_range"),
    ({"gender": "其他人"}, "性別", "bad_choice"),
    ({"lat": "北", "lon": 120.2}, "緯度", "bad_number"),
    ({"lat": 22.98}, "經度", "coordinates_incomplete"),
    ({"lat": 120.2, "lon": 22.98}, "緯度", "outside_taiwan"),
    ({"lat": 999, "lon": 120.2}, "緯度", "out_of_range"),
    ({"companion": "三人"}, "同行規定", "bad_choice"),
    ({"preferred": "V 01"}, "固定服務人員", "bad_code"),
    ({"preferred": "V99"}, "固定服務人員", "unknown_link"),
    ({"village": "", "address": ""}, "里", "not_located"),
    ({"village": "國安里"}, "里", "not_located"),
    ({"code": "B 9"}, "編號", "bad_code"),
    ({"code": ""}, "編號", "missing"),
    ({"name": ""}, "姓名", "missing"),
)


def _wrong_types(kind: str, number: int, chance: Chance) -> Malformed:
    bad = [(_client(n) | cells, column, code) for n, (cells, column, code) in enumerate(_WRONG)]
    return _of_rows(kind, chance, bad)


def _good_and_bad(kind: str, number: int, chance: Chance) -> Malformed:
    bad: list[tuple[Cells, str, str]] = []
    for n in range(chance.randrange(1, 60)):
        cells, column, code = chance.choice(_WRONG[:14])
        bad.append((_client(n) | cells, column, code))
    return _of_rows(kind, chance, bad)


def _nul_bytes(kind: str, number: int, chance: Chance) -> Malformed:
    good = clients(chance, _ROWS)
    dirty = [
        row | {"name": f"\0{row['name'][0]}\0{row['name'][1:]}\x1b", "note": "\0\x07" + row["note"]} for row in good
    ]
    name, data = written(chance, {_SHEET: table_of(dirty)}, ".csv")
    return Malformed(kind, name, data, "read", good_of(good))


def _long_cells(kind: str, number: int, chance: Chance) -> Malformed:
    bad = [
        (_client(n) | {field: chance.choice("長甲x") * length}, column, "too_long")
        for n, (field, column, length) in enumerate(
            [("name", "姓名", 1_000_000), ("note", "備註", 1001), ("address", "地址", 200_000)]
        )
    ]
    # An XLSX cell holds 32,767 characters and no more.
    return _of_rows(kind, chance, bad, chance.choice([".ods", ".csv"]))


_Bend = tuple[Callable[[Table], object], str, str]


def _append(heading: str) -> Callable[[Table], None]:
    def append(table: Table) -> None:
        for number, row in enumerate(table):
            row.append("x" if number else heading)

    return append


def _renamed(place: int, heading: str) -> Callable[[Table], None]:
    return lambda table: table[0].__setitem__(place, heading)


def _turned_round(table: Table) -> None:
    table[:] = [row[::-1] for row in table]


_BENDS: tuple[_Bend, ...] = (
    (_renamed(1, "名字"), "姓名", "missing_heading"),
    (_renamed(0, ""), "編號", "missing_heading"),
    (lambda table: table.insert(0, ["115 年度名冊"]), "編號", "missing_heading"),
    (_append("編號"), "編號", "duplicate_heading"),
    (_append("name"), "姓名", "duplicate_heading"),
    (_append("=HYPERLINK()"), "", "unknown_columns"),
    (_append("x" * 5000), "", "unknown_columns"),
    (_turned_round, "", ""),
    (_renamed(1, " 姓 名＊ "), "", ""),
    (_renamed(1, "ＮＡＭＥ"), "", ""),
)


def _headings(kind: str, number: int, chance: Chance) -> Malformed:
    good = clients(chance, _ROWS)
    table = table_of(good)
    bend, column, code = _BENDS[number % 10]
    bend(table)
    name, data = written(chance, {_SHEET: table}, chance.choice([".ods", ".xlsx"]))
    kept = {} if code == "missing_heading" else good_of(good)
    return Malformed(kind, name, data, "read", kept, ((_SHEET, 1, column, code),) if code else ())


_FORMULAS = (
    "=1+1",
    "+886-6",
    "-1",
    "@SUM(A1)",
    "=cmd|'/C calc'!A0",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
    "=A1",
    "=-@",
)


def _formulas(kind: str, number: int, chance: Chance) -> Malformed:
    good = clients(chance, _ROWS)
    for row in good:
        row["name"] = chance.choice(_FORMULAS) + row["name"]
        row["note"] = chance.choice(_FORMULAS)
    errors = [(_client(n, note=error), "備註", "formula_error") for n, error in enumerate(["#REF!", "#N/A", "Err:502"])]
    rows, places = _mixed_in(chance, good, errors)
    name, data = written(chance, {_SHEET: table_of(rows)})
    return Malformed(kind, name, data, "read", good_of(good), places)


_DATES = (
    ("0/1/1", "ambiguous_date"),
    ("民國0年1月1日", "odd_date"),
    ("115/2/30", "bad_date"),
    ("115/13/1", "bad_date"),
    ("115/0/1", "bad_date"),
    ("2026-02-30", "bad_date"),
    ("115/2/29", "bad_date"),
    ("1151301", "bad_date"),
    ("99/99/99", "ambiguous_date"),
    ("9999-12-31", "odd_date"),
    ("1000-01-01", "odd_date"),
    ("明天", "bad_date"),
    ("115/12/2（一）", "bad_date"),
    ("-1/1/1", "bad_date"),
    ("1e9", "bad_date"),
)


def _impossible_dates(kind: str, number: int, chance: Chance) -> Malformed:
    good = clients(chance, _ROWS)
    wanted: list[tuple[Cells, str]] = [({"date": text}, code) for text, code in chance.sample(_DATES, 10)]
    wanted += [({"date": "115/12/2"}, "")] * 5
    chance.shuffle(wanted)
    requests = [
        {"code": f"T{n}", "client": chance.choice(good)["code"], "service": "關懷訪視"} | cells
        for n, (cells, _) in enumerate(wanted)
    ]
    tables = {_SHEET: table_of(good), "單次任務": table_of(requests, "requests")}
    name, data = written(chance, tables)
    bad = tuple(("單次任務", row, "約定日期", code) for row, (_, code) in enumerate(wanted, 2) if code)
    return Malformed(kind, name, data, "read", good_of(good), bad)


ROWS: dict[str, Make] = {
    "wrong types": _wrong_types,
    "good and bad": _good_and_bad,
    "unseen signs": _nul_bytes,
    "long cells": _long_cells,
    "headings": _headings,
    "formulas": _formulas,
    "impossible dates": _impossible_dates,
}
