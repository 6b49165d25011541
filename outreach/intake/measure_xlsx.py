"""Takes the measure of an XLSX workbook without laying out a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import IO

from outreach.intake.faults import IntakeRefused
from outreach.intake.limits import Extent
from outreach.intake.xml_member import XmlMember, whole_number

_CELL_NAME = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")


def in_order(names: Iterable[str]) -> list[str]:
    """The members in the order in which they are to be measured: the shared texts before whatever refers to them."""
    return sorted(names, key=lambda name: ("sharedstrings" not in name.lower(), name))


class XlsxMeasure(XmlMember):
    """Measures every part once, each shared text counted for every cell that refers to it.

    Where several parts hold shared texts, the longest of those with one number counts: a reader may take any of them.
    """

    def __init__(self) -> None:
        self._extent = Extent()
        self._row = self._column = 0
        self._is_shared = False
        self._value = ""
        self._in_value = False
        self._shared: list[int] = []
        self._number = -1
        self._shared_length = 0
        self._in_shared = self._refers = False

    def take(self, member: IO[bytes]) -> None:
        """Read one member; its shared texts, if it has any, count from 0."""
        self._number = -1
        super().take(member)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, cell, value or shared text opens. A cell without a name stands right of the one before."""
        tag = _tag(name)
        if tag == "c":
            self._place(attributes.get("r"))
            self._is_shared = attributes.get("t") == "s"
        elif tag in ("v", "is"):
            self._in_value, self._value = tag == "v", ""
            self._extent.reach(self._row, self._column, 0)
        elif tag == "row":
            self._row = whole_number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif tag == "si":
            self._open_shared()
        elif tag == "Relationship" and _hides_a_part(attributes):
            raise IntakeRefused("damaged")

    def characters(self, text: str) -> None:
        """A value, the number of a shared text, or a piece of one."""
        if self._in_value:
            self._value += text
        if self._in_shared:
            self._shared_length += len(text)

    def end(self, name: str) -> None:
        """A value, shared text or worksheet closes."""
        tag = _tag(name)
        if tag == "v":
            self._in_value = False
            self._extent.reach(self._row, self._column, self._length())
        elif tag == "si":
            self._in_shared = False
            self._shared[self._number] = max(self._shared[self._number], self._shared_length)
        elif tag == "worksheet":
            self._extent.close_sheet()
            self._row = self._column = 0

    def _length(self) -> int:
        if not self._is_shared:
            return len(self._value)
        self._refers = True
        number = whole_number(self._value)
        # A reader leaves a cell empty that refers to nothing.
        return self._shared[number] if number < len(self._shared) else len(self._value)

    def _open_shared(self) -> None:
        # Shared texts that come only after a cell has referred to them would not have been counted for it.
        if self._refers:
            raise IntakeRefused("damaged")
        self._number += 1
        self._in_shared, self._shared_length = True, 0
        if self._number == len(self._shared):
            self._shared.append(0)

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


def _hides_a_part(relationship: dict[str, str]) -> bool:
    kind, target = relationship.get("Type", ""), relationship.get("Target", "")
    return kind.endswith(("/worksheet", "/sharedStrings")) and not target.lower().endswith(".xml")


@lru_cache(maxsize=256)
def _tag(name: str) -> str:
    return name.rpartition(" ")[2]
