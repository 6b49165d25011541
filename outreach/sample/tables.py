"""Rows by field name become a sheet of the declared workbook, each cell under its heading."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.exports.ods import Cell, SheetData
from outreach.intake.sheets import SHEETS, Column

Row = dict[str, Cell]

_BY_NAME = {sheet.name: sheet for sheet in SHEETS}
_WIDE = {"name": 4.6, "address": 5.0, "skills": 7.0, "crew": 9.0, "required": 9.0, "desired": 6.0, "note": 7.0}
_BY_KIND = {"date": 2.6, "time": 2.0, "integer": 2.2, "number": 2.4, "degrees": 2.6, "choice": 2.4, "yes": 2.2}


def table(name: str, rows: Sequence[Row]) -> SheetData:
    """The sheet `name` with Chinese headings. Raises `KeyError` for a field that the sheet does not declare."""
    sheet = _BY_NAME[name]
    fields = [column.field for column in sheet.columns]
    for row in rows:
        if unknown := row.keys() - set(fields):
            raise KeyError(f"{name}: {sorted(unknown)}")
    return SheetData(
        sheet.zh,
        tuple(column.zh for column in sheet.columns),
        tuple(tuple(row.get(field) for field in fields) for row in rows),
        tuple(_width(column) for column in sheet.columns),
        {index: tuple(column.choices) for index, column in enumerate(sheet.columns) if column.choices},
    )


def _width(column: Column) -> float:
    base = column.field.removeprefix("base_").removeprefix("end_")
    return _WIDE.get(base, _BY_KIND.get(column.kind, 3.2))
