"""Takes the measure of an XLSX workbook without laying out a cell."""

from __future__ import annotations

import re

from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import Extent
from outreach.intake.xml_member import XmlMember, whole_number

_CELL_NAME = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")


class SharedTexts(XmlMember):
    """The length of every text that an XLSX workbook keeps once and its cells refer to by number: `lengths`."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A shared text opens; every part that a reader opens must be one that was measured."""
        tag = _tag(name)
        if tag == "si":
            self.lengths.append(0)
            self._inside = True
        elif tag == "Relationship" and _hides_a_part(attributes):
            raise IntakeRefused("damaged")

    def characters(self, text: str) -> None:
        """A piece of the shared text."""
        if self._inside:
            self.lengths[-1] += len(text)

    def end(self, name: str) -> None:
        """A shared text closes."""
        if _tag(name) == "si":
            self._inside = False


class XlsxMeasure(XmlMember):
    """Measures worksheets, each shared text counted for every cell that refers to it."""

    def __init__(self, shared_lengths: list[int]) -> None:
        self._shared = shared_lengths
        self._extent = Extent()
        self._row = self._column = 0
        self._is_shared = False
        self._value = ""
        self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, cell or value opens. A cell without a name stands right of the one before."""
        tag = _tag(name)
        if tag == "row":
            self._row = whole_number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif tag == "c":
            self._place(attributes.get("r"))
            self._is_shared = attributes.get("t") == "s"
        elif tag in ("v", "is"):
            self._in_value, self._value = tag == "v", ""
            self._extent.reach(self._row, self._column, 0)

    def _place(self, name: str | None) -> None:
        if name is None:
            self._column += 1
            return
        found = _CELL_NAME.fullmatch(name.upper())
        if found is None:
            raise IntakeRefused("damaged")
        self._row = max(self._row, int(found[2]))
        self._column = 0
        for letter in found[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def characters(self, text: str) -> None:
        """A value, or the number of a shared text."""
        if self._in_value:
            self._value += text

    def end(self, name: str) -> None:
        """A value or worksheet closes."""
        tag = _tag(name)
        if tag == "v":
            self._in_value = False
            number = whole_number(self._value) if self._is_shared else -1
            length = self._shared[number] if 0 <= number < len(self._shared) else len(self._value)
            self._extent.reach(self._row, self._column, length)
        elif tag == "worksheet":
            self._extent.close_sheet()
            self._row = self._column = 0


def _hides_a_part(relationship: dict[str, str]) -> bool:
    kind, target = relationship.get("Type", ""), relationship.get("Target", "")
    return kind.endswith(("/worksheet", "/sharedStrings")) and not target.lower().endswith(".xml")


def _tag(name: str) -> str:
    return name.rpartition(" ")[2]
