"""Services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from outreach.forms.base import Form, Letter, Name, RecordId, ShortText, Shown, example, patch_of
from outreach.forms.moments import Time
from outreach.forms.seat import SeatForm, Seats
from outreach.forms.sense import starts_possible
from outreach.refusals import Refusal

_SEAT = {"roles": ["substitute", "volunteer"], "unit": "", "skills": ["居家打掃"]}
_EXAMPLE = {"name": "居家打掃", "letter": "掃", "block": "visit", "minutes": 90, "crew": [_SEAT, _SEAT]}

Minutes = Annotated[int, Field(ge=1, le=720)]


class ServiceForm(Form):
    """One kind of work at a client's door: how long it takes, the seats of its crew, when it may start."""

    model_config = example(_EXAMPLE)

    name: Name
    letter: Letter
    block: Literal["visit", "delivery"] = "visit"
    unit_id: RecordId | None = None
    minutes: Minutes
    crew: Annotated[Seats, Field(min_length=1)]
    earliest: Time = dt.time(8, 30)
    latest: Time = dt.time(16, 30)
    kit_id: RecordId | None = None
    mandatory: bool = False
    weight: Annotated[int, Field(ge=1, le=1000)] = 1
    village_owner: bool = False
    speaks_language: bool = False
    category: ShortText = ""
    signature: bool = False
    satisfaction: bool = False


class ServiceShown(Shown):
    """A service as it is kept."""

    name: str
    letter: str
    block: str
    unit_id: str | None
    minutes: int
    crew: list[SeatForm]
    earliest: Time
    latest: Time
    kit_id: str | None
    mandatory: bool
    weight: int
    village_owner: bool
    speaks_language: bool
    category: str
    signature: bool
    satisfaction: bool


def sense(service: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    yield from starts_possible(service.earliest, service.latest)


ServicePatch = patch_of(ServiceForm)
