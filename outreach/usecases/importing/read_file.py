"""A file's readable rows, sheet by sheet: everything about it that can be known without the office's records."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from outreach.intake.faults import RowFault
from outreach.intake.in_child import open_in_child
from outreach.intake.raw import HandedFile
from outreach.intake.read_rows import read_rows
from outreach.intake.recognise import recognise
from outreach.intake.rows import Row, SheetRows
from outreach.intake.sheets import SHEETS, Sheet

_OFFICE, *_OTHERS = SHEETS


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet of the file: its rows that can be read, and the faults of the others. `is_legible`: its headings let
    it be read at all.
    """

    sheet: Sheet
    readable: SheetRows
    faults: tuple[RowFault, ...]
    is_legible: bool


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The sheets in the order in which they refer to one another; what is wrong with the file as a whole."""

    office: SheetRows | None
    sheets: tuple[ReadSheet, ...]
    faults: tuple[RowFault, ...]

    @property
    def office_row(self) -> Row | None:
        """What the file says about its office."""
        return self.office.rows[0] if self.office and self.office.rows else None

    def rows_anew(self) -> ReadFile:
        """The same file with rows of its own, so that it can be taken twice."""
        sheets = (
            dataclasses.replace(one, readable=dataclasses.replace(one.readable, rows=list(one.readable.rows)))
            for one in self.sheets
        )
        return dataclasses.replace(self, sheets=tuple(sheets))


def read_file(files: Sequence[HandedFile], on_progress: Callable[[float], None]) -> ReadFile:
    """Open the files in a child process and read every row. Raises `IntakeRefused` for what cannot be taken at all."""
    tables, faults = recognise(open_in_child(files))
    office = None
    if _OFFICE.name in tables:
        office, found, _ = read_rows(_OFFICE, tables[_OFFICE.name])
        faults += found
        faults += [office.fault(row.number, "name", "several_offices") for row in office.rows[1:]]
    sheets = []
    for number, sheet in enumerate(_OTHERS, 1):
        if sheet.name in tables:
            readable, found, is_legible = read_rows(sheet, tables.pop(sheet.name))
            sheets.append(ReadSheet(sheet, readable, tuple(found), is_legible))
        on_progress(number / len(_OTHERS))
    return ReadFile(office, tuple(sheets), tuple(faults))
