"""Desks, and their shifts that are not as every week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from outreach.forms.base import Code, Form, Letter, Name, RecordId, Shown, Text, example, patch_of
from outreach.forms.moments import Date, Time, Weekdays
from outreach.forms.place import PlaceForm, PlaceShown
from outreach.forms.seat import SeatForm, Seats
from outreach.forms.sense import in_order, some_seats
from outreach.refusals import Refusal

_DESK = {
    "code": "D01",
    "name": "單一窗口服務台",
    "letter": "台",
    "unit_id": "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "weekdays": "12345",
    "start": "08:30",
    "end": "12:00",
    "required": [{"roles": ["volunteer"]}],
}
_SHIFT = {"desk_id": "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081", "date": "2026-12-02", "cancelled": True, "note": "停電檢修"}


class DeskForm(Form):
    """A fixed position, staffed each week on `weekdays` from `start` to `end`. Without `place`: where the unit is."""

    model_config = example(_DESK)

    code: Code
    name: Name
    letter: Letter
    unit_id: RecordId
    place: PlaceForm | None = None
    weekdays: Weekdays
    start: Time
    end: Time
    required: Seats = Field(default_factory=list)
    desired: Seats = Field(default_factory=list)
    turn: Literal["", "noon", "evening", "weekend", "holiday"] = ""
    staff_at_least: Annotated[int, Field(ge=0, le=12)] = 0


class DeskShown(Shown):
    """A desk as it is kept."""

    code: str
    name: str
    letter: str
    unit_id: str
    place: PlaceShown
    weekdays: str
    start: Time
    end: Time
    required: list[SeatForm]
    desired: list[SeatForm]
    turn: str
    staff_at_least: int


class ShiftForm(Form):
    """The shift of a desk on one date: what is left out or null is as the desk says; `cancelled`: none that day."""

    model_config = example(_SHIFT)

    desk_id: RecordId
    date: Date
    start: Time | None = None
    end: Time | None = None
    required: Seats | None = None
    desired: Seats | None = None
    cancelled: bool = False
    note: Text = ""


class ShiftShown(Shown):
    """A shift as it is kept."""

    desk_id: str
    date: Date
    start: Time | None
    end: Time | None
    required: list[SeatForm] | None
    desired: list[SeatForm] | None
    cancelled: bool
    note: str


def sense_of_desk(desk: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together, of a desk or a drive."""
    yield from in_order(desk.start, desk.end, "end")
    yield from some_seats((desk.required, desk.desired), "required")


def sense_of_shift(shift: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    yield from in_order(shift.start, shift.end, "end")


DeskPatch = patch_of(DeskForm)
ShiftPatch = patch_of(ShiftForm)
