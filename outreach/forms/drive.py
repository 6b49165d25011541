"""Drives."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from outreach.forms.base import Code, Form, Letter, Name, RecordId, Shown, example, patch_of
from outreach.forms.moments import Date, Time
from outreach.forms.place import PlaceForm, PlaceShown
from outreach.forms.seat import SeatForm, Seats

_EXAMPLE = {
    "code": "R01",
    "name": "國中到校受理身分證",
    "letter": "校",
    "unit_id": "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "place": {"address": "育平路316號", "village": "育平里"},
    "date": "2026-12-03",
    "start": "09:00",
    "end": "11:30",
    "required": [{"roles": ["staff"], "skills": ["戶籍登記"]}],
    "expected": 120,
}


class DriveForm(Form):
    """A team at a school or site on one `date`. Without `place`: where the unit is."""

    model_config = example(_EXAMPLE)

    code: Code
    name: Name
    letter: Letter
    unit_id: RecordId
    place: PlaceForm | None = None
    date: Date
    start: Time
    end: Time
    required: Seats = Field(default_factory=list)
    desired: Seats = Field(default_factory=list)
    kit_id: RecordId | None = None
    expected: Annotated[int, Field(ge=0, le=10_000)] = 0


class DriveShown(Shown):
    """A drive as it is kept."""

    code: str
    name: str
    letter: str
    unit_id: str
    place: PlaceShown
    date: Date
    start: Time
    end: Time
    required: list[SeatForm]
    desired: list[SeatForm]
    kit_id: str | None
    expected: int


DrivePatch = patch_of(DriveForm)
