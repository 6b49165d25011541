"""Tasks that somebody asked for once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outreach.forms.base import Code, Form, RecordId, Shown, Text, example, patch_of
from outreach.forms.moments import Date, Time
from outreach.forms.place import PlaceForm, PlaceShown
from outreach.forms.sense import in_order, starts_possible
from outreach.forms.service import Minutes
from outreach.refusals import Refusal

_EXAMPLE = {
    "code": "T0001",
    "client_id": "9a1b6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "service_id": "2c3d6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "deadline": "2026-12-04",
    "urgent": True,
}


class TaskForm(Form):
    """A visit asked for once: on `date`, or on any open day from `earliest_date` until `deadline`."""

    model_config = example(_EXAMPLE)

    code: Code
    client_id: RecordId
    service_id: RecordId
    date: Date | None = None
    earliest_date: Date | None = None
    deadline: Date | None = None
    earliest: Time | None = None
    latest: Time | None = None
    minutes: Minutes | None = None
    end_place: PlaceForm | None = None
    urgent: bool = False
    cancelled: bool = False
    note: Text = ""


class TaskShown(Shown):
    """A task as it is kept."""

    code: str
    client_id: str
    service_id: str
    date: Date | None
    earliest_date: Date | None
    deadline: Date | None
    earliest: Time | None
    latest: Time | None
    minutes: int | None
    end_place: PlaceShown | None
    urgent: bool
    cancelled: bool
    note: str


def sense(task: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    if task.date is None and task.deadline is None:
        yield Refusal("no_when", "約定日期或期限要填一項。", "Give a date or a deadline.", "date")
    if task.date is not None and (task.deadline is not None or task.earliest_date is not None):
        yield Refusal(
            "several_whens",
            "填了約定日期，就不要再填期限。",
            "With a date there is no deadline, and no earliest date.",
            "deadline" if task.deadline is not None else "earliest_date",
        )
    yield from in_order(task.earliest_date, task.deadline, "deadline", same_is_right=True)
    yield from starts_possible(task.earliest, task.latest)


TaskPatch = patch_of(TaskForm)
