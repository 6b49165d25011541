"""Duty sheets as PDF: A4, 12 points or larger, black on white; a stop never splits, the table's head repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from outreach.exports.printed.qr_code import qr_code
from outreach.exports.printed.typeset import typeset
from outreach.exports.printed.words import words_in

MILLIMETRES_A_UNIT = 110 / 420
_VIEW_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStop:
    """One line of the table, in words. `square`: a fixed position. `ticks`: what is ticked, row by row; `sign`: what is
    signed for, or `""`.
    """

    number: str
    square: bool
    time: str
    until: str
    name: str
    lines: tuple[str, ...]
    ticks: tuple[tuple[str, ...], ...]
    sign: str
    come: str
    go: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySheet:
    """One duty on paper, in words. `drawing`: SVG whose texts are large enough at 110 mm for 420 units. `codes`: what
    stands below a QR code, and the address in it; none where no place may leave the house.
    """

    heading: str
    whose: str
    office: tuple[str, ...]
    about: tuple[tuple[str, str], ...]
    stops: tuple[SheetStop, ...]
    drawing: str
    steps: tuple[str, ...]
    signs: tuple[str, ...]
    destroy: str
    codes: tuple[tuple[str, str], ...] = ()


def duty_sheets(sheets: Sequence[DutySheet], language: str) -> bytes:
    """These sheets, one after the other, each with its own page numbers. Raises `NotTypesetError`."""
    words = words_in(language)
    duties = [_with_words(sheet, words) for sheet in sheets]
    return typeset("duty_sheets", {"title": words["sheet"], "language": words["language"], "duties": duties})


def _with_words(sheet: DutySheet, words: dict[str, Any]) -> dict[str, Any]:
    found = _VIEW_BOX.search(sheet.drawing)
    if found is None:
        raise ValueError("a drawing without a size")
    return {
        **asdict(sheet),
        "heads": words["heads"],
        "drawing_mm": float(found[1]) * MILLIMETRES_A_UNIT,
        "drawing_alt": words["drawing"],
        "steps_heading": words["steps_heading"],
        "steps_last": words["steps_last"],
        "pages": words["pages"],
        "codes": [(below, qr_code(address)) for below, address in sheet.codes],
        "codes_heading": words["codes_heading"],
    }
