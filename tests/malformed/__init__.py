"""Malformed spreadsheets of 20 kinds, the same for the same number, and what must become of each of their rows."""

from tests.malformed.files import FILES
from tests.malformed.rows import ROWS
from tests.malformed.shape import Malformed, chance_of

KINDS = {**FILES, **ROWS}


def malformed(number: int) -> Malformed:
    """The file with this number: the kinds take turns, and each of a kind is different."""
    kind = list(KINDS)[number % len(KINDS)]
    return KINDS[kind](kind, number // len(KINDS), chance_of(kind, number // len(KINDS)))


__all__ = ["KINDS", "Malformed", "malformed"]
