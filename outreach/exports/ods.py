"""Sheets of typed cells become one ODS file: what was text stays text, whatever it looks like."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from outreach.exports import ods_parts as parts
from outreach.exports.cells import Cell, Link, cell_markup, text_markup
from outreach.exports.in_place import written_whole

__all__ = ["Cell", "Link", "SheetData", "write_ods"]

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]*?:/\\\x00-\x1f]|^'|'$|^$")
_DEFAULT_WIDTH = 3.0
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SheetData:
    """One sheet: a heading row that stays in sight, and rows of cells beneath.

    `widths`: of the columns, in cm. `choices`: column number (from 0) → the texts that its cells may be filled with.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float] | None = None
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def write_ods(path: Path, sheets: Sequence[SheetData], *, page_line: str = "") -> None:
    """Write the sheets to `path`, whole or not at all; the same sheets give the same bytes.

    `page_line` stands at the head of every printed page.
    Strings are always text cells, never formulas, and `plain_text`. Raises `ValueError` for a sheet name that is
    empty, doubled or has a forbidden character, for a number that is not finite, and for a link to anything but the
    web or a file.
    """
    names = [sheet.name for sheet in sheets]
    if len(set(names)) < len(names) or any(_NOT_IN_SHEET_NAMES.search(name) for name in names):
        raise ValueError(f"sheet names: {names}")
    content = "".join(_content(sheets))
    with written_whole(path) as file, zipfile.ZipFile(file, "w") as package:
        # The format wants its type first and uncompressed, so that a file can be told from its first bytes.
        package.writestr(zipfile.ZipInfo("mimetype", _SAME_MOMENT), parts.MIMETYPE)
        for name, text in (
            ("content.xml", content),
            ("styles.xml", parts.styles(text_markup(page_line))),
            ("settings.xml", parts.settings(names)),
            ("meta.xml", parts.META),
            ("META-INF/manifest.xml", parts.MANIFEST),
        ):
            member = zipfile.ZipInfo(name, _SAME_MOMENT)
            package.writestr(member, text, compress_type=zipfile.ZIP_DEFLATED)


def _content(sheets: Sequence[SheetData]) -> Iterator[str]:
    widths = sorted({width for sheet in sheets for width in _widths(sheet)})
    yield f"{parts.DECLARATION}<office:document-content {parts.ROOT}><office:automatic-styles>{parts.CELL_STYLES}"
    for width in widths:
        yield (
            f'<style:style style:name="w{width:g}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width:g}cm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    if any(sheet.choices for sheet in sheets):
        yield "<table:content-validations>"
        for number, sheet in enumerate(sheets):
            yield from (_validation(number, column, texts) for column, texts in sheet.choices.items())
        yield "</table:content-validations>"
    for number, sheet in enumerate(sheets):
        yield from _table(number, sheet)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _widths(sheet: SheetData) -> Sequence[float]:
    given = list(sheet.widths or ())[: len(sheet.headings)]
    return given + [_DEFAULT_WIDTH] * (len(sheet.headings) - len(given))


def _validation(number: int, column: int, texts: Sequence[str]) -> str:
    quoted = ";".join('"' + text.replace('"', '""') + '"' for text in texts)
    return (
        f'<table:content-validation table:name="v{number}-{column}" table:allow-empty-cell="true"'
        f' table:display-list="unsorted" table:condition={quoteattr(f"of:cell-content-is-in-list({quoted})")}>'
        '<table:error-message table:message-type="stop" table:display="true"/></table:content-validation>'
    )


def _table(number: int, sheet: SheetData) -> Iterator[str]:
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="sheet">'
    for width in _widths(sheet):
        yield f'<table:table-column table:style-name="w{width:g}"/>'
    yield "<table:table-header-rows><table:table-row>"
    yield from (cell_markup(heading, style="heading") for heading in sheet.headings)
    yield "</table:table-row></table:table-header-rows>"
    limits = {column: f' table:content-validation-name="v{number}-{column}"' for column in sheet.choices}
    for row in sheet.rows:
        yield "<table:table-row>"
        yield from (cell_markup(cell, limits.get(column, "")) for column, cell in enumerate(row))
        yield "</table:table-row>"
    yield "</table:table>"
