"""People who can be assigned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from outreach.forms.base import (
    MOST_ROWS,
    Code,
    Email,
    Form,
    Name,
    RecordId,
    Shown,
    Text,
    Words,
    example,
    patch_of,
)
from outreach.forms.moments import Date, Time
from outreach.forms.place import PlaceForm, PlaceShown
from outreach.forms.seat import Role
from outreach.forms.sense import each_once, in_order
from outreach.refusals import Refusal

Gender = Literal["", "F", "M"]
Mode = Literal["walk", "bicycle", "scooter", "car"]
Turn = Literal["noon", "evening", "weekend", "holiday"]
_DayHours = Annotated[float, Field(ge=0, le=24)]
_WeekHours = Annotated[float, Field(ge=0, le=168)]

_EXAMPLE = {
    "code": "V001",
    "name": "林秀琴",
    "unit_id": "5f0c6f1c9b1e4a7d8c2b3a4d5e6f7081",
    "role": "volunteer",
    "mode": "bicycle",
    "skills": [{"skill": "居家打掃", "expires": "2027-12-31"}],
    "availability": [{"weekday": 3, "date": None, "start": "08:00", "end": "17:30"}],
}


class SkillForm(Form):
    """A skill that a person holds, up to and including `expires`."""

    skill: Name
    expires: Date | None = None


class AvailabilityForm(Form):
    """A span in which a person may work: each week on `weekday` (1 Monday … 7 Sunday), or on one `date`."""

    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    date: Date | None = None
    start: Time
    end: Time


class PersonForm(Form):
    """Somebody who can be assigned. `deputies`: who stands in, in order. Without `base`: where the unit is."""

    model_config = example(_EXAMPLE)

    code: Code
    name: Name
    unit_id: RecordId
    role: Role
    title: Text = ""
    gender: Gender = ""
    mode: Mode = "walk"
    base: PlaceForm | None = None
    capacity: Annotated[int, Field(ge=0, le=1000)] = 0
    max_day_hours: _DayHours = 10
    max_week_hours: _WeekHours = 40
    target_week_hours: _WeekHours = 0
    max_days: Annotated[int, Field(ge=0, le=7)] = 5
    villages: Words = Field(default_factory=list)
    languages: Words = Field(default_factory=list)
    turns: dict[Turn, Annotated[int, Field(ge=0, le=9999)]] = Field(default_factory=dict)
    exempt: Annotated[list[Turn], Field(max_length=4)] = Field(default_factory=list)
    phone: Text = ""
    email: Email = ""
    skills: Annotated[list[SkillForm], Field(max_length=MOST_ROWS)] = Field(default_factory=list)
    availability: Annotated[list[AvailabilityForm], Field(max_length=MOST_ROWS)] = Field(default_factory=list)
    deputies: Annotated[list[RecordId], Field(max_length=20)] = Field(default_factory=list)


class PersonShown(Shown):
    """A person as they are kept."""

    code: str
    name: str
    unit_id: str
    role: str
    title: str
    gender: str
    mode: str
    base: PlaceShown
    capacity: int
    max_day_hours: float
    max_week_hours: float
    target_week_hours: float
    max_days: int
    villages: list[str]
    languages: list[str]
    turns: dict[str, int]
    exempt: list[str]
    phone: str
    email: str
    skills: list[SkillForm]
    availability: list[AvailabilityForm]
    deputies: list[str]


def sense(person: Any) -> Iterator[Refusal]:
    """What is wrong with the fields together."""
    yield from each_once((one.skill for one in person.skills), "skills")
    yield from each_once(person.deputies, "deputies")
    yield from each_once(person.exempt, "exempt")
    spans = person.availability
    yield from each_once(((one.weekday, one.date, one.start, one.end) for one in spans), "availability")
    for position, span in enumerate(spans):
        field = f"availability.{position}"
        if (span.weekday is None) == (span.date is None):
            yield Refusal(
                "one_day", "星期或日期要填一個，只能填一個。", "Give a weekday or a date, one of the two.", field
            )
        yield from in_order(span.start, span.end, f"{field}.end")


PersonPatch = patch_of(PersonForm)
