"""Takes the measure of an ODS sheet without laying out a cell."""

from __future__ import annotations

from outreach.intake.limits import Extent
from outreach.intake.xml_member import XmlMember, whole_number

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


class OdsMeasure(XmlMember):
    """Measures `content.xml`, its repeated rows, columns and spaces counted as often as they are repeated."""

    def __init__(self) -> None:
        self._extent = Extent()
        self._row = self._column = self._filled_to = 0
        self._row_times = self._cell_times = 1
        self._row_text = self._cell_text = 0
        self._cell_depth = 0
        self._filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row or cell opens, or a run of spaces inside one."""
        if name == f"{_TABLE}table-row":
            self._row_times = _times(attributes, "number-rows-repeated")
            self._column = self._filled_to = self._row_text = 0
        elif name in _CELLS:
            self._cell_times = _times(attributes, "number-columns-repeated")
            self._filled = f"{_OFFICE}value-type" in attributes or f"{_TABLE}formula" in attributes
            self._cell_text = 0
            self._cell_depth += 1
        elif name == f"{_TEXT}s":
            self._cell_text += whole_number(attributes.get(f"{_TEXT}c", "1")) if self._cell_depth else 0

    def characters(self, text: str) -> None:
        """Text of a cell."""
        if self._cell_depth:
            self._filled = True
            self._cell_text += len(text)

    def end(self, name: str) -> None:
        """A cell, row or sheet closes."""
        if name in _CELLS:
            self._cell_depth -= 1
            self._column += self._cell_times
            if self._filled:
                self._filled_to = self._column
                self._row_text += self._cell_text * self._cell_times
        elif name == f"{_TABLE}table-row":
            self._row += self._row_times
            if self._filled_to:
                self._extent.reach(self._row, self._filled_to, self._row_text * self._row_times)
        elif name == f"{_TABLE}table":
            self._extent.close_sheet()
            self._row = 0


def _times(attributes: dict[str, str], name: str) -> int:
    return max(1, whole_number(attributes.get(_TABLE + name, "1")))
