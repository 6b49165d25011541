"""What is handed in to change a roster by hand."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from outreach.forms.base import Form, RecordId, example
from outreach.forms.moments import Date, Time

ItemKey = Annotated[str, StringConstraints(min_length=1, max_length=200)]
SeatNumber = Annotated[int, Field(ge=0, le=50)]


class SeenCell(Form):
    """One cell of the board as the editor has seen it: a person's day and its etag."""

    person_id: RecordId
    date: Date
    etag: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class HandChangeForm(Form):
    """One change of one seat, see `outreach.usecases.trying.hand_change.HandChange`."""

    model_config = example(
        {
            "kind": "assign",
            "item_key": "plan:P001:1",
            "seat": 1,
            "person_id": "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081",
            "date": "2026-12-02",
            "start": "14:00",
            "seen": [],
        }
    )

    kind: Literal["assign", "remove", "retime"]
    item_key: ItemKey
    seat: SeatNumber = 1
    person_id: RecordId
    date: Date
    start: Time | None = None
    seen: Annotated[list[SeenCell], Field(max_length=20)] = Field(default_factory=list)
