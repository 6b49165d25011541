"""What intake reports: a fault in one row, an error in one cell, the refusal of a whole file."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.intake.sentences import NOTES, sentence


@dataclass(frozen=True, slots=True)
class RowFault:
    """Where something is wrong and what: sheet and column as the file calls them, row as the spreadsheet counts.

    `row`: the heading row is 1; 0 when the whole sheet is meant. `column`: `""` when the whole row is meant.
    The sentences hold no cell's content, so that no name leaves the workbook.
    """

    sheet: str
    row: int
    column: str
    code: str
    text_zh: str
    text_en: str

    @property
    def is_note(self) -> bool:
        """Whether the row was taken all the same."""
        return self.code in NOTES


class CellError(ValueError):
    """A cell that cannot be read: `code`, and the sentence's second half in both languages."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.zh, self.en = sentence(code, **facts)


class IntakeRefused(Exception):  # noqa: N818 - a refusal is an answer to whoever sent the file
    """A file that is not taken at all: `code`, and a whole sentence in both languages."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self.zh, self.en = sentence(code, **facts)
