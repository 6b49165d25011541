"""The volunteers' trainings and insurance: nearly all have what they need, and a few do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from outreach.sample.people import SamplePerson
from outreach.sample.tables import Row

CATEGORY = "社會福利"
HOURS = 6
ONLY_BASIC = ("V11", "V27")
"""Their special training is still to come: their hours do not count yet."""
LAPSED = "V05"
"""Insured until the month before; abroad in the planned week."""
_PROVIDERS = ("示範區公所", "示範區志願服務推廣中心")
_POLICY = "志工團體保險"
_SHORTEST, _LONGEST = 60, 1500


def training_rows(rng: Random, monday: dt.date, people: Sequence[SamplePerson]) -> list[Row]:
    """The rows of the sheet of trainings: basic training first, special training some weeks later."""
    rows: list[Row] = []
    for person in people:
        if person.role != "志工":
            continue
        date = monday - dt.timedelta(days=rng.randint(_SHORTEST, _LONGEST))
        training: Row = {"person": person.code, "hours": HOURS, "provider": rng.choice(_PROVIDERS)}
        rows.append({**training, "kind": "基礎訓練", "date": date})
        later = date + dt.timedelta(days=rng.randint(7, 40))
        if person.code not in ONLY_BASIC:
            rows.append({**training, "kind": "特殊訓練", "category": CATEGORY, "date": later})
    return rows


def insurance_rows(monday: dt.date, people: Sequence[SamplePerson]) -> list[Row]:
    """The rows of the sheet of insurance: a year each."""
    first, last = dt.date(monday.year, 1, 1), dt.date((monday + dt.timedelta(weeks=4)).year, 12, 31)
    lapsed = monday.replace(day=1) - dt.timedelta(days=1)
    return [
        {"person": person.code, "start": min(first, lapsed), "end": lapsed, "policy": _POLICY}
        if person.code == LAPSED
        else {"person": person.code, "start": first, "end": last, "policy": _POLICY}
        for person in people
        if person.role == "志工"
    ]
