"""One checked row, and what can be wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.intake.faults import CellError, RowFault
from outreach.intake.sentences import is_whole, sentence
from outreach.intake.sheets import Sheet
from outreach.ports import Located


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a check finds: in which field (`""`: the whole row), the sentence's code, and the facts it names."""

    field: str
    code: str
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One row: its number as the spreadsheet counts, its values by field (`None`: empty), its places by prefix."""

    number: int
    values: dict[str, Any]
    places: dict[str, Located] = dataclasses.field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(slots=True)
class SheetRows:
    """The rows of one sheet that can be read, with its title and its headings as the file writes them."""

    sheet: Sheet
    title: str
    headings: dict[str, str]
    rows: list[Row] = dataclasses.field(default_factory=list)

    def fault(self, number: int, name: str, code: str, **facts: object) -> RowFault:
        """The fault with this code in one row and field of this sheet."""
        return self._placed(number, name, code, *sentence(code, **facts))

    def fault_of(self, number: int, name: str, error: CellError) -> RowFault:
        """The fault that a cell of this sheet has."""
        return self._placed(number, name, error.code, error.zh, error.en)

    def _placed(self, number: int, name: str, code: str, zh: str, en: str) -> RowFault:
        column = next((column for column in self.sheet.columns if column.field == name), None)
        if not is_whole(code):
            zh = f"第 {number} 列" + (f"「{column.zh}」" if column else "") + zh
            en = f"Row {number}" + (f", “{column.en}”" if column else "") + f" {en}"
        heading = self.headings.get(name) or (column.zh if column else "")
        return RowFault(self.title, number, heading, code, zh, en)
