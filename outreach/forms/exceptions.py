"""What departs from every week: absences, closed days, pins."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from outreach.forms.base import Code, Form, RecordId, Shown, Text, Words, example
from outreach.forms.moments import Date, Moment, Time
from outreach.records.seats import MOST_SEATS

_PERSON = "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081"
_ABSENCE = {
    "person_id": _PERSON,
    "start": "2026-12-02T08:00:00+08:00",
    "end": "2026-12-03T00:00:00+08:00",
    "reason": "公假",
}
_SEAT = {"item": "D01", "date": "2026-12-02", "seat": 1, "person_id": _PERSON}


class AbsenceForm(Form):
    """A span `[start, end)` in which a person is away."""

    model_config = example(_ABSENCE)

    person_id: RecordId
    start: Moment
    end: Moment
    reason: Text = ""


class AbsenceShown(Shown):
    """An absence as it is kept. `by_hand`: not from a workbook."""

    person_id: str
    start: Moment
    end: Moment
    reason: str
    by_hand: bool


class ClosedDayForm(Form):
    """A day on which field work stops: everywhere, or in some 里 only."""

    model_config = example({"date": "2026-12-02", "villages": [], "reason": "颱風"})

    date: Date
    villages: Words = Field(default_factory=list)
    reason: Text = ""


class ClosedDayShown(Shown):
    """A closed day as it is kept."""

    date: Date
    villages: list[str]
    reason: str


class RemovalForm(Form):
    """One person who is to have no part in one seat."""

    model_config = example(_SEAT)

    item: Code
    date: Date
    seat: Annotated[int, Field(ge=1, le=MOST_SEATS)] = 1
    person_id: RecordId


class SeatOfPersonForm(RemovalForm):
    """One person and one seat: `item`: the code of a care plan, task, desk, drive or client; `start`: exactly then."""

    start: Time | None = None


class PinShown(Shown):
    """A pin as it is kept. `never`: the person is to have no part in the seat."""

    item: str
    date: Date
    seat: int
    person_id: str
    start: Time | None
    never: bool
    by_hand: bool
