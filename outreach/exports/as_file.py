"""Sheets as a file to take along, in whichever of the three formats."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from outreach.exports.csv_file import write_csv
from outreach.exports.ods import SheetData, write_ods
from outreach.exports.xlsx import write_xlsx

Suffix = Literal["ods", "xlsx", "csv"]
MEDIA: Mapping[Suffix, str] = {
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def as_file(sheets: Sequence[SheetData], suffix: Suffix, *, page_line: str = "") -> bytes:
    """The sheets as such a file; CSV has room for the first one only. `page_line`: at the head of each printed page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{suffix}"
        if suffix == "csv":
            write_csv(path, sheets[0].headings, sheets[0].rows)
        elif suffix == "xlsx":
            write_xlsx(path, sheets, page_line=page_line)
        else:
            write_ods(path, sheets, page_line=page_line)
        return path.read_bytes()
