"""Which table of a file is which sheet of the workbook, and where its columns stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from outreach.calendar.dates import half_width
from outreach.intake.cells import is_blank, plain_text
from outreach.intake.faults import IntakeRefused, RowFault
from outreach.intake.raw import RawCell, RawTable
from outreach.intake.rows import SheetRows
from outreach.intake.sheets import SHEETS, Column, Sheet

# A sheet that explains the workbook to whoever fills it in is nobody's mistake.
_EXPLANATIONS = frozenset({"說明", "填寫說明", "readme", "notes"})


def recognise(tables: Sequence[RawTable]) -> tuple[dict[str, RawTable], list[RowFault]]:
    """The tables by the name of their sheet, and what is wrong with the file as a whole.

    Raises `IntakeRefused` when no table is known.
    """
    known: dict[str, RawTable] = {}
    faults: list[RowFault] = []
    for table in tables:
        sheet = _sheet_of(table)
        if sheet is None:
            if _folded(table.title) not in _EXPLANATIONS and any(not is_blank(c) for row in table.rows for c in row):
                faults.append(_about(table.title, "unknown_sheet"))
        elif sheet.name in known:
            faults.append(_about(table.title, "repeated_sheet"))
        else:
            known[sheet.name] = table
    if not known:
        raise IntakeRefused("no_known_sheet")
    if len(tables) > 1 or not tables[0].from_csv:
        missing = (sheet for sheet in SHEETS if not sheet.optional and sheet.name not in known)
        faults += [_about(sheet.zh, "missing_sheet", sheet_zh=sheet.zh, sheet_en=sheet.en) for sheet in missing]
    return known, faults


def columns_of(sheet: Sheet, table: RawTable) -> tuple[dict[int, Column], SheetRows, list[RowFault]]:
    """Where the sheet's columns stand (from 0), the sheet with its headings, and what is wrong with row 1.

    No columns when a required heading is missing: then no row of the sheet can be taken.
    """
    found: dict[int, Column] = {}
    strange: list[int] = []
    repeated = ""
    names = _columns_by_heading(sheet)
    heading_row = table.rows[0] if table.rows else []
    for place, heading in enumerate(heading_row):
        column = names.get(_folded(heading))
        if column is None:
            strange += [] if is_blank(heading) else [place]
        elif column in found.values():
            repeated = column.field
        else:
            found[place] = column
    headings = {column.field: plain_text(heading_row[place]) for place, column in found.items()}
    rows = SheetRows(sheet, table.title, headings)
    missing = [column for column in sheet.columns if column.required and column.field not in headings]
    faults = [
        rows.fault(1, column.field, "missing_heading", heading_zh=column.zh, heading_en=column.en) for column in missing
    ]
    if repeated:
        faults.append(rows.fault(1, repeated, "duplicate_heading"))
    if strange and not missing:
        letters = "、".join(map(_letters, strange))
        faults.append(rows.fault(1, "", "unknown_columns", columns=letters))
    return ({} if missing else found), rows, faults


def _sheet_of(table: RawTable) -> Sheet | None:
    title = _folded(table.title)
    named = next((s for s in SHEETS if title in {_folded(s.zh), _folded(s.en), _folded(s.name)}), None)
    return named or (_by_headings(table) if table.from_csv else None)


def _by_headings(table: RawTable) -> Sheet | None:
    headings = {_folded(cell) for cell in table.rows[0]} if table.rows else set()
    best, best_known = None, 0
    for sheet in SHEETS:
        names = _columns_by_heading(sheet)
        fields = {names[heading].field for heading in headings & names.keys()}
        if len(fields) > best_known and all(c.field in fields for c in sheet.columns if c.required):
            best, best_known = sheet, len(fields)
    return best


def _columns_by_heading(sheet: Sheet) -> dict[str, Column]:
    return {_folded(name): column for column in sheet.columns for name in (column.field, column.en, column.zh)}


def _folded(heading: RawCell) -> str:
    return re.sub(r"[\s_*]+", "", half_width(plain_text(heading))).lower()


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _about(title: str, code: str, **facts: object) -> RowFault:
    return SheetRows(SHEETS[0], title, {}).fault(0, "", code, **facts)
