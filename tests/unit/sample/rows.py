"""The sample workbook as its tests read it: rows by field name, and what falls due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from maps.geocode.villages import VillageGeocoder
from outreach.exports.ods import SheetData
from outreach.intake.sheets import SHEETS
from outreach.sample import build_sample

MONDAY = dt.date(2026, 11, 30)
GEOCODER = VillageGeocoder()
OUTLINES = GEOCODER.outlines()
SHEET = {sheet.name: sheet for sheet in SHEETS}

Rows = list[dict[str, Any]]


def sample(seed: int = 1, *, festival: bool = False) -> tuple[SheetData, ...]:
    return build_sample(MONDAY, outlines=OUTLINES, seed=seed, festival=festival)


def rows(sheets: tuple[SheetData, ...], name: str) -> Rows:
    data = next(sheet for sheet in sheets if sheet.name == SHEET[name].zh)
    fields = [column.field for column in SHEET[name].columns]
    return [dict(zip(fields, row, strict=True)) for row in data.rows]


def words(cell: Any) -> list[str]:
    return str(cell).split("、") if cell else []


def next_visit(plan: dict[str, Any]) -> dt.date:
    return plan["last_visit"] + dt.timedelta(days=plan["every_days"])


def falls_due(plan: dict[str, Any]) -> bool:
    return not plan["last_visit"] or next_visit(plan) <= MONDAY + dt.timedelta(days=6)
