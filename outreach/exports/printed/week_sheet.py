"""The week as PDF, for the wall: A4 across, 12 points or larger, heads repeat, no row splits. No client is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from outreach.exports.printed.typeset import typeset
from outreach.exports.printed.words import words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """A person's or a desk's week: for each day its pieces, each with its times and, in the line
    below, what or who."""

    name: str
    note: str
    days: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheet:
    """The whole sheet, in words. `heads`: of the first column, then one a day."""

    heading: str
    office: str
    heads: tuple[str, ...]
    rows: tuple[WeekRow, ...]
    foot: str


def week_sheets(sheet: WeekSheet, language: str) -> bytes:
    """The sheet, over as many pages as it needs. Raises `NotTypesetError`."""
    words = words_in(language)
    first = 45 if len(sheet.heads) < 8 else 36
    return typeset(
        "week_sheet", {**asdict(sheet), "first_mm": first, "language": words["language"], "pages": words["pages"]}
    )


def rows_of(rows: Sequence[WeekRow], longest: int) -> tuple[WeekRow, ...]:
    """The same rows, none with more than so many pieces on a day: what is longer goes on in a row below."""
    split: list[WeekRow] = []
    for row in rows:
        pieces = max(1, -(-max((len(day) for day in row.days), default=0) // longest))
        split += [
            WeekRow(name=row.name, note=row.note, days=tuple(day[first : first + longest] for day in row.days))
            for first in range(0, pieces * longest, longest)
        ]
    return tuple(split)
