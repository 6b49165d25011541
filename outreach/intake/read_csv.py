"""A CSV file's rows, in the encodings that a Taiwanese office meets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import LARGEST_FILE_MB

# Whoever exports text that a spreadsheet could take for a formula puts an apostrophe before it: taken off again here.
_GUARDED = re.compile(r"'(?=\s*[=+\-@＝＋－＠\t\r\n\0])")


def read_csv(content: bytes) -> Iterator[list[str]]:
    """The rows of UTF-8 (with or without a mark at its start) or Big5 text. Raises `IntakeRefused` for other bytes."""
    text = _decoded(content)
    csv.field_size_limit(LARGEST_FILE_MB * 2**20)
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            yield [_unguarded(cell) for cell in row]
    except csv.Error as error:
        raise IntakeRefused("damaged") from error


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise IntakeRefused("bad_encoding")
