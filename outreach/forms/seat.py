"""One seat of a shift or a crew."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from outreach.forms.base import Form, Text, Words, example
from outreach.records.seats import MOST_SEATS

Role = Literal["volunteer", "substitute", "staff"]


class SeatForm(Form):
    """Roles that may take it, the unit (by name) whose person it must be (`""`: any), and all skills needed."""

    model_config = example({"roles": ["volunteer", "substitute"], "unit": "", "skills": ["移位"]})

    roles: Annotated[list[Role], Field(min_length=1, max_length=3)]
    unit: Text = ""
    skills: Words = Field(default_factory=list)


Seats = Annotated[list[SeatForm], Field(max_length=MOST_SEATS)]
