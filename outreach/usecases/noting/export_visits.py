"""The visit log, as far as it was looked for, as sheets to take along."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import roc
from outreach.exports.noted_visits import NotedVisit, noted_visits_sheets
from outreach.exports.ods import SheetData
from outreach.records import Person, Unit
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.noting.list_visits import VisitLine, list_visits
from outreach.usecases.noting.which_visits import Wanted

MOST_ROWS = 20_000
_TOO_MANY = Refusal(
    "too_many_rows",
    f"超過 {MOST_ROWS} 筆，請縮短日期範圍再匯出。",
    f"There are more than {MOST_ROWS} rows; choose fewer days.",
    "last",
)
_LABELS = {"zh": ("機關", "日期", "製表時間"), "en": ("Office", "Dates", "Made")}


def export_visits(
    records: OfficeRecords, actor: Actor, wanted: Wanted, *, now: dt.datetime, language: str
) -> tuple[SheetData, ...]:
    """Every line that is wanted, the newest first. Raises `NotThere`, `Invalid` for too many."""
    page = list_visits(records, actor, wanted, limit=MOST_ROWS + 1)
    if len(page.lines) > MOST_ROWS:
        raise Invalid(_TOO_MANY)
    units = {unit.id: unit.name for unit in records.all(Unit)}
    ids = {line.person_id for line in page.lines if line.log is None}
    unit_of = {one.id: units[one.unit_id] for one in records.all(Person, col(Person.id).in_(ids))} if ids else {}
    office, dates, made = _LABELS[language]
    joint = " – " if language == "en" else "至"
    facts = [
        (office, records.office.name),
        (dates, f"{roc(wanted.first, language)}{joint}{roc(wanted.last, language)}"),
        (made, f"{roc(now.date(), language)} {now:%H:%M}"),
    ]
    visits = [_visit(line, unit_of) for line in page.lines]
    return noted_visits_sheets(visits, facts, sample=records.office.sample, language=language)


def _visit(line: VisitLine, unit_of: dict[str, str]) -> NotedVisit:
    planned: dict[str, Any] = {
        "date": line.date,
        "person": line.person,
        "role": line.role,
        "crew": line.crew,
        "kind": line.kind,
        "service": line.service,
        "client": line.client,
        "village": line.village,
        "address": line.address,
        "planned_from": line.planned_from,
        "planned_to": line.planned_to,
        "units": line.units,
    }
    log = line.log
    if log is None:
        return NotedVisit(**planned, unit=unit_of.get(line.person_id, ""), need_grade=0, noted=False)
    return NotedVisit(
        **planned,
        unit=log.unit,
        need_grade=log.need_grade,
        noted=True,
        arrived=log.arrived,
        left=log.left,
        outcome=log.outcome,
        seen=log.seen,
        items=log.items,
        remarks=log.remarks,
        signed=bool(log.strokes),
        witness=log.witness,
        satisfaction=log.satisfaction,
        people_served=log.people_served,
        forms_received=log.forms_received,
        clock_off=log.clock_off,
    )
