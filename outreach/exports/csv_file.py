"""A table as CSV for programs that read nothing better: no cell of it can start a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

from outreach.exports.cells import Cell, Link
from outreach.exports.in_place import written_whole
from outreach.exports.plain_text import plain_text

# What spreadsheets take for the beginning of a formula or skip before one, full-width forms included.
_BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\x00")


def write_csv(path: Path, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Write one table to `path`, whole or not at all: UTF-8 with BOM, RFC 4180, every text quoted.

    A text that a spreadsheet could take for a formula gets a `'` in front (`guarded`), numbers do not. Dates are ISO,
    times `HH:MM`, a link is its target.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([_shown(cell) for cell in row] for row in rows)
    with written_whole(path) as file:
        file.write(table.getvalue().encode("utf-8-sig"))


def guarded(text: str) -> str:
    """The text, with `'` in front when it begins, perhaps after blanks, like a formula; control characters left out."""
    plain = plain_text(text)
    begins = text.startswith(_BEGINS_FORMULA) or plain.lstrip().startswith(_BEGINS_FORMULA)
    return f"'{plain}" if begins else plain


def _shown(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, Link):
        return guarded(cell.target)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return guarded(cell) if isinstance(cell, str) else cell
