"""The same sheets of typed cells as XLSX, for offices whose other programs want it: text stays text here too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from outreach.exports.cells import Cell, Link
from outreach.exports.in_place import written_whole
from outreach.exports.ods import SheetData
from outreach.exports.plain_text import plain_text

# Nothing is guessed from what a text looks like: no formula, no address, no number.
_AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_SAME_MOMENT = dt.datetime(1980, 1, 1)  # noqa: DTZ001
_PER_CM = 4.6
"""Widths of columns are counted in signs."""
_DEFAULT_WIDTH = 3.0
_LONGEST_NAME = 31


def write_xlsx(path: Path, sheets: Sequence[SheetData], *, page_line: str = "") -> None:
    """Write the sheets to `path`, whole or not at all; as `write_ods`, but for the lists of choices."""
    with written_whole(path) as file:
        book: Any = xlsxwriter.Workbook(file, _AS_TYPED)
        book.set_properties({"created": _SAME_MOMENT})
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8eef2"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "time": book.add_format({"num_format": "hh:mm", "valign": "top", "align": "left"}),
            "number": book.add_format({"valign": "top"}),
        }
        for sheet in sheets:
            _add(book, formats, sheet, page_line)
        book.close()


def _add(book: Any, formats: dict[str, Any], sheet: SheetData, page_line: str) -> None:
    page = book.add_worksheet(plain_text(sheet.name)[:_LONGEST_NAME])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    # In a page's head, `&` begins a command.
    page.set_header("&L" + plain_text(page_line).replace("&", "&&")[:200] if page_line else "")
    widths = list(sheet.widths or ())
    for column, heading in enumerate(sheet.headings):
        width = widths[column] if column < len(widths) else _DEFAULT_WIDTH
        page.set_column(column, column, width * _PER_CM)
        page.write_string(0, column, plain_text(heading), formats["heading"])
    for row, cells in enumerate(sheet.rows, 1):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, formats)


def _write(page: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Link):
        page.write_string(row, column, plain_text(cell.text), formats["text"])
    elif isinstance(cell, str):
        page.write_string(row, column, plain_text(cell), formats["text"])
    elif isinstance(cell, dt.datetime):
        raise TypeError("a cell holds a date or a time, not both")
    elif isinstance(cell, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), formats["date"])
    elif isinstance(cell, dt.time):
        page.write_datetime(row, column, cell.replace(tzinfo=None), formats["time"])
    else:
        page.write_number(row, column, cell, formats["number"])
