"""What one cell may hold, and how ODS writes it: what was text stays text, whatever it looks like."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from outreach.exports.plain_text import plain_text


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens `target`: an address on the web, or a path relative to the folder of the file itself."""

    text: str
    target: str


Cell = str | int | float | date | time | Link | None

_BLANKS = re.compile("^ +| {2,}| +$")


def cell_markup(cell: Cell, limit: str = "", style: str = "text") -> str:
    """The cell in ODS. `limit`: further attributes, each after a blank. `style`: of a text cell.

    Raises `ValueError` for a number that is not finite and for a link to anything but the web or a file
    beside this one.
    """
    if cell is None or cell == "":
        return f"<table:table-cell{limit}/>"
    if isinstance(cell, str | Link):
        typed, shown = f'table:style-name="{style}" office:value-type="string"', _paragraphs(cell)
    elif isinstance(cell, datetime):
        raise TypeError("a cell holds a date or a time, not both")
    elif isinstance(cell, date):
        typed = f'table:style-name="date" office:value-type="date" office:date-value="{cell.isoformat()}"'
        shown = f"<text:p>{cell.isoformat()}</text:p>"
    elif isinstance(cell, time):
        typed = f'table:style-name="time" office:value-type="time" office:time-value="{cell:PT%HH%MM%SS}"'
        shown = f"<text:p>{cell:%H:%M}</text:p>"
    elif math.isfinite(cell):
        figure = f"{cell:d}" if isinstance(cell, int) else repr(float(cell))
        typed, shown = f'office:value-type="float" office:value="{figure}"', f"<text:p>{figure}</text:p>"
    else:
        raise ValueError("a number in a cell is finite")
    return f"<table:table-cell {typed}{limit}>{shown}</table:table-cell>"


def _paragraphs(cell: str | Link) -> str:
    if isinstance(cell, Link):
        way = f'xlink:type="simple" xlink:href={quoteattr(_href(cell.target))}'
        return f"<text:p><text:a {way}>{text_markup(cell.text)}</text:a></text:p>"
    return "".join(f"<text:p>{_line(line)}</text:p>" for line in plain_text(cell).split("\n"))


def text_markup(text: str) -> str:
    """One paragraph's text in ODS, as `plain_text`."""
    return _line(plain_text(text).replace("\n", " "))


def _line(line: str) -> str:
    # Readers fold plain blanks, so runs of them have elements of their own.
    return _BLANKS.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(line))


def _href(target: str) -> str:
    scheme = urlsplit(target).scheme
    if scheme not in ("", "http", "https") or target.startswith(("/", "\\")):
        raise ValueError("a link leads to the web or to a file beside this one")
    plain = quote(target, safe="/:?#[]@!$&'()*+,;=%~")
    # Seen from inside the package the file itself counts as a folder, hence one step up.
    return plain if scheme or plain.startswith("#") else f"../{plain}"
