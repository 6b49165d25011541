"""All checks of one sheet's rows, in order; the rows that pass, and a fault for everything found."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.intake.bounds import out_of_bounds
from outreach.intake.faults import RowFault
from outreach.intake.known import Known
from outreach.intake.links import broken_links
from outreach.intake.pinned import Items
from outreach.intake.pins import clashing_pins, lost_pins
from outreach.intake.places import place_flaws, unknown_villages
from outreach.intake.rows import Flaw, Row, SheetRows
from outreach.intake.sense import CHECKS
from outreach.intake.sentences import NOTES
from outreach.ports import Geocoder


def check_rows(readable: SheetRows, known: Known, geocoder: Geocoder) -> tuple[list[Row], list[RowFault]]:
    """The rows that can be taken, located; a note is reported and its row taken all the same."""
    taken: list[Row] = []
    faults: list[RowFault] = []
    items = Items(known)
    for row in readable.rows:
        flaws = list(_flaws(row, readable, known, geocoder, items))
        faults += [readable.fault(row.number, flaw.field, flaw.code, **flaw.facts) for flaw in flaws]
        if all(flaw.code in NOTES for flaw in flaws):
            taken.append(row)
    for check in _TOGETHER.get(readable.sheet.name, ()):
        refused = check(taken, known)
        faults += [readable.fault(row.number, flaw.field, flaw.code, **flaw.facts) for row, flaw in refused]
        numbers = {row.number for row, _ in refused}
        taken = [row for row in taken if row.number not in numbers]
    return taken, faults


def _flaws(row: Row, readable: SheetRows, known: Known, geocoder: Geocoder, items: Items) -> Iterator[Flaw]:
    sheet = readable.sheet
    broken = list(broken_links(row, sheet, known))
    yield from broken
    yield from out_of_bounds(row, sheet)
    for check in CHECKS.get(sheet.name, ()):
        yield from check(row, known)
    yield from place_flaws(row, sheet, geocoder)
    if sheet.name in ("people", "closed_days"):
        yield from unknown_villages(row, geocoder)
    if sheet.name == "pins" and not broken:
        yield from lost_pins(row, items)


def _differing_campaigns(rows: list[Row], _known: Known) -> list[tuple[Row, Flaw]]:
    """Rows that say of their campaign something else than its first row does."""
    first: dict[str, Row] = {}
    return [
        (row, Flaw("campaign", "campaign_differs", {"other": other.number}))
        for row in rows
        if _terms(other := first.setdefault(row["campaign"], row)) != _terms(row)
    ]


def _terms(row: Row) -> tuple[object, ...]:
    return row["service"], row["first"], row["last"]


_TOGETHER = {"campaigns": (_differing_campaigns,), "pins": (clashing_pins,)}
