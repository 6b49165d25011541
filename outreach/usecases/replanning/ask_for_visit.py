"""Keep a request that has just come in."""

from __future__ import annotations

from outreach.actor import Actor
from outreach.forms.replanning import RequestSheet
from outreach.forms.task import TaskForm
from outreach.ports import Geocoder
from outreach.records import Task
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.create_record import create_record
from outreach.usecases.weeks.coordinators_only import coordinators_only


def ask_for_visit(records: OfficeRecords, actor: Actor, sheet: RequestSheet, *, geocoder: Geocoder) -> str:
    """Keep the request; its id. The same sheet once more changes nothing. Raises as `create_record`."""
    coordinators_only(actor)
    known = records.all(Task, Task.code == sheet.code)
    if known:
        return known[0].id
    several = sheet.deadline is not None and sheet.deadline != sheet.date
    form = TaskForm(
        code=sheet.code,
        client_id=sheet.client_id,
        service_id=sheet.service_id,
        date=None if several else sheet.date,
        earliest_date=sheet.date if several else None,
        deadline=sheet.deadline if several else None,
        earliest=sheet.earliest,
        latest=sheet.latest,
        urgent=sheet.urgent,
        note=sheet.note,
    )
    return create_record(records, actor, "tasks", form, geocoder=geocoder).id
