"""A file becomes tables of raw cells, or is refused before anything in it can do harm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from outreach.intake.archive import check_archive
from outreach.intake.cells import RawCell
from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import LARGEST_FILE_MB, MOST_MEMBERS, Extent
from outreach.intake.read_csv import read_csv

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet as it stands in the file: row 1 of the spreadsheet is `rows[0]`, empty rows included.

    `from_csv`: its title is a file's name, so that the headings may have to say which sheet it is.
    """

    title: str
    rows: list[list[RawCell]]
    from_csv: bool = False


def open_workbook(path: Path) -> tuple[RawTable, ...]:
    """The tables of an `.ods` or `.xlsx` file, of one `.csv`, or of a folder of `.csv` files.

    Raises `IntakeRefused` when it is none of these, is empty or damaged, has macros, or is larger than we take.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise IntakeRefused("not_found")
    content = _content(path)
    if content.startswith(_OLD_OR_LOCKED):
        raise IntakeRefused("old_or_locked")
    if content.startswith(_ZIP):
        check_archive(path)
        return _tables(path)
    if path.suffix.lower() != ".csv":
        raise IntakeRefused("not_a_spreadsheet")
    return (_csv_table(path, content),)


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size == 0:
        raise IntakeRefused("empty_file")
    if size > LARGEST_FILE_MB * 2**20:
        raise IntakeRefused("file_too_large", most=LARGEST_FILE_MB)
    return path.read_bytes()


def _tables(path: Path) -> tuple[RawTable, ...]:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
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


def _folder(path: Path) -> tuple[RawTable, ...]:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not files:
        raise IntakeRefused("empty_file")
    if len(files) > MOST_MEMBERS:
        raise IntakeRefused("too_many_members")
    if sum(file.stat().st_size for file in files) > LARGEST_FILE_MB * 2**20:
        raise IntakeRefused("file_too_large", most=LARGEST_FILE_MB)
    return tuple(_csv_table(file, file.read_bytes()) for file in files if file.stat().st_size)


def _csv_table(path: Path, content: bytes) -> RawTable:
    extent = Extent()
    rows: list[list[RawCell]] = [list(row) for row in read_csv(content)]
    for number, row in enumerate(rows, 1):
        extent.reach(number, len(row), 0)
    extent.close_sheet()
    return RawTable(path.stem, rows, from_csv=True)
