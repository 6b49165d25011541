"""A table's cells become the values of its rows; a row with a cell that cannot be read is left out and reported."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.intake.cells import is_blank, read_cell
from outreach.intake.faults import CellError, RowFault
from outreach.intake.raw import RawCell, RawTable
from outreach.intake.recognise import columns_of
from outreach.intake.rows import Row, SheetRows
from outreach.intake.sheets import Column, Sheet

# What else must not occur twice in a sheet, besides its key: the fields together, and the code it is reported by.
_ALSO_ONCE = {
    "people": (("name", "phone"), "duplicate_person"),
    "deputies": (("person",), "duplicate"),
    "trainings": (("person", "kind", "category", "provider", "date"), "duplicate"),
    "insurances": (("person", "start"), "duplicate"),
    "shifts": (("desk", "date"), "duplicate"),
    "closed_days": (("date", "villages"), "duplicate"),
    "campaigns": (("campaign", "client"), "duplicate"),
    "pins": (("item", "date", "seat", "person", "never", "start"), "duplicate"),
}
_MAY_BE_EMPTY = frozenset({"seat", "never", "start", "villages", "category", "provider"})


def read_rows(sheet: Sheet, table: RawTable) -> tuple[SheetRows, list[RowFault], bool]:
    """The rows that can be read, each once; the faults; and whether the sheet's headings let it be read at all."""
    columns, readable, faults = columns_of(sheet, table)
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in enumerate(table.rows[1:], 2) if columns else ():
        if all(is_blank(cells[place]) for place in columns if place < len(cells)):
            continue
        row, found = _read_row(readable, number, cells, columns)
        found += list(_repeats(readable, row, seen))
        faults += found
        if not found:
            readable.rows.append(row)
    return readable, faults, bool(columns)


def _read_row(
    readable: SheetRows, number: int, cells: list[RawCell], columns: dict[int, Column]
) -> tuple[Row, list[RowFault]]:
    row, faults = Row(number, {}), []
    for place, column in columns.items():
        try:
            row.values[column.field] = read_cell(cells[place] if place < len(cells) else None, column)
        except CellError as error:
            faults.append(readable.fault_of(number, column.field, error))
    return row, faults


def _repeats(readable: SheetRows, row: Row, seen: dict[tuple[object, ...], int]) -> Iterator[RowFault]:
    # A key counts as seen even when its row was not taken: the second row might be meant for somebody else.
    sheet = readable.sheet
    groups = [((column.field,), "duplicate") for column in sheet.columns if column.key]
    for fields, code in [*groups, *([_ALSO_ONCE[sheet.name]] if sheet.name in _ALSO_ONCE else [])]:
        identity = (fields, *(row[name] for name in fields))
        if any(row[name] is None for name in fields if name not in _MAY_BE_EMPTY):
            continue
        other = seen.setdefault(identity, row.number)
        if other != row.number:
            yield readable.fault(row.number, fields[0], code, other=other)
