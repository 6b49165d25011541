"""Whether what a row refers to is there: units, people, services, clients, kits, also inside a cell of seats."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.intake.known import Known
from outreach.intake.rows import Flaw, Row
from outreach.intake.sheets import SHEETS, Sheet

# The field that refers → the sheet whose key it holds.
LINKS = {
    "unit": "units",
    "person": "people",
    "preferred": "people",
    "refused": "people",
    "kit": "kits",
    "service": "services",
    "client": "clients",
    "desk": "desks",
    "deputies": "people",
}
_NAMES = {sheet.name: (sheet.zh, sheet.en) for sheet in SHEETS}


def broken_links(row: Row, sheet: Sheet, known: Known) -> Iterator[Flaw]:
    """A flaw for each field that refers to nothing the office has."""
    for column in sheet.columns:
        value = row[column.field]
        if value is None:
            continue
        if column.field in LINKS:
            target = LINKS[column.field]
            words = value if isinstance(value, tuple) else (value,)
            if any(word not in known.of(target) for word in words):
                zh, en = _NAMES[target]
                yield Flaw(column.field, "unknown_link", {"sheet_zh": zh, "sheet_en": en})
        elif column.kind == "seats" and any(seat.unit and seat.unit not in known.units for seat in value):
            yield Flaw(column.field, "unknown_unit_of_seat")
