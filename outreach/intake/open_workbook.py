"""Files become tables of raw cells, or are refused before anything in them can do harm. Only the child process does it.

See `outreach.intake.in_child`: what reads a file that somebody sent has 512 MB, 20 s, and no way to anything else.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from outreach.intake.archive import check_archive
from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import Extent
from outreach.intake.raw import HandedFile, RawCell, RawTable
from outreach.intake.read_csv import read_csv

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def open_workbook(files: Sequence[HandedFile]) -> tuple[RawTable, ...]:
    """The tables of one `.ods` or `.xlsx` file, of one `.csv`, or of several `.csv` files.

    Raises `IntakeRefused` when it is none of these, is damaged, has macros, or is larger than we take.
    """
    return tuple(table for file in files for table in _open(file))


def _open(file: HandedFile) -> tuple[RawTable, ...]:
    if file.data.startswith(_OLD_OR_LOCKED):
        raise IntakeRefused("old_or_locked")
    if file.data.startswith(_ZIP):
        check_archive(file.data)
        return _tables(file.data)
    if file.suffix != ".csv":
        raise IntakeRefused("not_a_spreadsheet")
    return (_csv_table(file),)


def _tables(data: bytes) -> tuple[RawTable, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return tuple(
                RawTable(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in workbook.sheet_names
            )
    except (CalamineError, OSError, ValueError) as error:
        raise IntakeRefused("damaged") from error
    except BaseException as error:
        # The reader is native code: where it gives up altogether, it raises a class that it does not export.
        if type(error).__name__ != "PanicException":
            raise
        raise IntakeRefused("damaged") from error


def _csv_table(file: HandedFile) -> RawTable:
    extent = Extent()
    rows: list[list[RawCell]] = []
    for number, row in enumerate(read_csv(file.data), 1):
        extent.reach(number, len(row), 0)
        rows.append(list(row))
    extent.close_sheet()
    return RawTable(file.stem, rows, from_csv=True)
